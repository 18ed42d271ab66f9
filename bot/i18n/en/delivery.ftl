# What Maillage could not do, as told to the organisers
delivery-card = a message
delivery-maybe-repeated = Possibly sent already: Discord’s answer was lost.
delivery-card-notice = a notice to the organisers
delivery-card-groups-panel = the panel of working groups

notice-title = Something could not be done
notice-footer = { $community } · reference { $reference }

notice-what-category = The category “{ $target }” was not made or repaired.
notice-what-channel = The channel “{ $target }” was not made or repaired.
notice-what-role = The role “{ $target }” was not made or repaired.
notice-what-role-give = { $person } did not get the role “{ $target }”.
notice-what-role-take = { $person } still has the role “{ $target }”, which was to be taken away.
notice-what-message = { $has_target ->
    [no] Something was not sent: { $what }.
   *[yes] Something was not sent to { $target }: { $what }.
}
notice-what-edit = { $has_target ->
    [no] A message was not brought up to date: { $what }.
   *[yes] A message in { $target } was not brought up to date: { $what }.
}
notice-what-delete = { $has_target ->
    [no] A message was not taken back.
   *[yes] A message in { $target } was not taken back.
}
notice-what-dm = { $has_person ->
    [no] A direct message was not sent: { $what }.
   *[yes] A direct message to { $person } was not sent: { $what }.
}
notice-what-thread = A private thread was not opened in { $target }.
notice-what-scheduled = “{ $what }” was not entered in the server’s list of events.
notice-what-scheduled-edit = “{ $what }” was not updated in the server’s list of events.
notice-what-scheduled-delete = “{ $what }” is called off, but still stands in the server’s list of events.
notice-what-thread-member = { $person } was not added to the thread { $target }.

notice-why-permissions = { $count ->
    [one] Maillage probably lacks the permission { $permissions }.
   *[other] Maillage probably lacks one of these permissions: { $permissions }.
}
    .do = In the server settings, give Maillage’s role { $count ->
        [one] the permission { $permissions }
       *[other] the permissions { $permissions }
    } and move that role above those of the groups. Channels and roles then repair themselves; what was not sent is to be sent again.
notice-why-may-not-schedule = Maillage lacks the permission { $permission }.
    .do = Grant it to its role in the server’s settings: the next events are entered, and this one as soon as it is edited. Its card, answers and reminders do not depend on it. If you do not want that list, there is nothing to do: this notice does not come again.
notice-why-too-many-scheduled = The server’s list of events is full: Discord stops at 100 events that are to come or under way.
    .do = Take out of that list what need not stand there; the event is entered as soon as it is edited. Its card, answers and reminders do not depend on it.
notice-why-access = Maillage can’t see this channel.
    .do = In the channel’s permissions, give Maillage “View Channel”.
notice-why-dms-closed = This person doesn’t take direct messages from this server.
    .do = Write to them in a channel, or ask them to allow direct messages in their privacy settings.
notice-why-flagged = Discord has blocked Maillage’s direct messages, after too many were sent.
    .do = Tell the person who hosts Maillage: no direct message is sent until then.
notice-why-channel-gone = This channel no longer exists.
    .do = Maillage makes its own channels anew; send it again if what it says still holds.
notice-why-person-gone = This person has left the community.
    .do = There is nothing for you to do.
notice-why-waited = The channel or role it takes could not be made in time.
    .do = See that Maillage’s role has the permissions “Manage Channels” and “Manage Roles”, and stands above those of the groups.
notice-why-unreachable = Discord did not answer for a whole day.
    .do = Send it again if what it says still holds.
notice-why-expired = It was too late: it no longer held when sending became possible again.
    .do = Tell the people concerned yourselves if that still helps.
notice-why-uncertain = Discord’s answer was lost: the message may or may not have been sent. It is not sent again, so that it does not appear twice.
    .do = Look in the channel, and send it again if the message is not there.
notice-why-withdrawn = The message was withdrawn, but Discord’s answer had been lost: it may stand there all the same, and Maillage can’t check.
    .do = Look in the channel, and delete the message if it is there.
notice-why-refused = Discord refused: { $answer }.
    .do = Pass this notice on to the person who hosts Maillage.
notice-why-fault = A fault of ours prevented it.
    .do = Pass this notice and its reference on to the person who hosts Maillage.

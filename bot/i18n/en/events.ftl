# The card
events-answer-going = I’m coming
events-answer-maybe = Maybe
events-answer-declined = I’m not coming
events-open-link = Open the link
events-for-members = members only
events-for-everyone = open to everyone
events-place-unknown = place to be announced
events-status-cancelled = This event is cancelled.
events-status-over = This event is over.
events-going = { $count ->
    [0] Nobody has signed up yet
    [1] 1 person is coming
   *[other] { $count } people are coming
}
events-maybe = { $count } maybe
events-declined = { $count ->
    [one] { $count } is not coming
   *[other] { $count } are not coming
}
events-and-others = { $named } + { $count }
events-own = Your answer: **{ $answer }**
events-moment = { $when } ({ $zone })

# In the server’s list of events
events-scheduled-answer = To sign up, answer on Maillage’s card: “Interested” is not enough.
events-scheduled-online = online

# Answering
events-noted-going = Noted: you are coming to **{ $title }**, { $when }.
events-noted-maybe = Noted: you may come to **{ $title }**, { $when }. Press “I’m coming” once you know.
events-noted-declined = Noted: you are not coming to **{ $title }**, { $when }. You can change your mind until it ends.
events-noted-already-going = That was noted already: you are coming to **{ $title }**, { $when }.
events-noted-already-maybe = That was noted already: you may come to **{ $title }**, { $when }.
events-noted-already-declined = That was noted already: you are not coming to **{ $title }**, { $when }.
events-cancelled-no-answer = **{ $title }** is cancelled: there is nothing to answer any more. See what is coming with `/event list`.
events-over-no-answer = **{ $title }** is over: there is nothing to answer any more. See what is coming with `/event list`.
events-members-only = **{ $title }** is for members only. Join a working group with `/group join`, then answer again.
events-members-only-guest = **{ $title }** is for members only, and your role is a partner’s or a guest’s. Have a word with the organisers.
events-gone = This event does not exist any more. See what is coming with `/event list`.
events-unknown = No event to come is called “{ $text }”. Choose from the list that opens as you type.
events-several = Several events to come fit “{ $text }”. Choose from the list that opens as you type.

# Lists
events-list-upcoming = Events to come
events-list-mine = My events
events-none-upcoming = Nothing is planned yet. The organisers announce an event with `/event-admin create`.
events-none-mine = You are not expected anywhere yet. See what is coming with `/event list` and answer by a button.
events-total = { $count ->
    [one] { $count } event
   *[other] { $count } events
}

# Reminders and news
events-reminder = It is { $remaining }.
events-moved = **{ $title }** has a new date: it was planned for { $before }.
events-place-changed = **{ $title }** has a new place: { $place }.
events-cancelled = **{ $title }**, planned for { $when }, is cancelled.
events-mentions-and-all = { $named } and everyone else who is coming

# The form
events-form-create = New event
events-form-edit = Edit the event
events-form-cancel = Cancel the event
events-form-title = Title
events-form-start = When
    .example = Friday 4 December 18:30
    .hint = The day and the hour, as you would say them
events-form-duration = Duration
    .example = 2h
events-form-place = Where
    .example = KIKK space, Namur
    .hint = A place, a link, or both
events-form-description = Description
events-form-reason = Reason
    .hint = Those who are coming will read it

# The preview
events-preview = This is the card as everyone will see it. Nothing is published yet.
events-preview-edit = This is what changes. Nothing is saved yet.
events-understood = 🗓️ Date understood: **{ $when }**
events-nothing-changes = Nothing changes yet: correct something or choose differently.
events-reach = 📣 Goes to the events channel and to { $groups }: { $count ->
    [0] nobody is there yet
    [1] 1 person
   *[other] { $count } people
}.
events-reach-no-group = 📣 Goes to the events channel. Choose groups to have it shown in their channels too.
events-choose-groups = Working groups
events-choose-partner = Partner
events-choose-audience = Audience
events-no-partner = Without a partner
events-audience-members = Members only
events-audience-open = Open to everyone
events-publish = Publish
events-save = Save
events-correct = Edit
events-discard = Discard
events-change = ✏️ { $what }: { $old } → **{ $new }**
events-field-title = Title
events-field-when = Date
events-field-duration = Duration
events-field-place = Place
events-field-groups = Groups
events-field-partner = Partner
events-field-audience = Audience
events-nothing = none
events-description-changes = ✏️ The description changes.
events-change-told = 📣 { $count ->
    [one] { $count } person who is coming or may come will be told
   *[other] { $count } people who are coming or may come will be told
}.

# What is done
events-channel = the events channel
events-published = **{ $title }** is published: { $when }.
events-stands = Its card appears in { $channel } and in { $groups } ({ $count ->
    [0] nobody there yet
    [1] 1 person
   *[other] { $count } people
}).
events-stands-there = Its card appears in { $channel }.
events-reminders-both = Reminders: the day before at the same hour, then an hour before.
events-reminders-hour = Reminder: an hour before. It is too late for the one of the day before.
events-reminders-none = No reminder: it starts in less than an hour.
events-applied = **{ $title }** is saved: { $when }.
events-applied-told = { $count ->
    [one] The person concerned is told in the channels.
   *[other] The { $count } people concerned are told in the channels.
}
events-cancel-ask = Cancel **{ $title }**, planned for { $when }?
events-cancel-concerned = { $count ->
    [0] Nobody has signed up yet.
    [1] 1 person is coming or may come and will be told; the reminders are withdrawn.
   *[other] { $count } people are coming or may come and will be told; the reminders are withdrawn.
}
events-cancel-no-reason = No reason is given.
events-cancel-confirm = Cancel the event
events-cancel-reason = Change the reason
events-cancel-keep = Keep the event
events-called-off = **{ $title }** is cancelled. { $count ->
    [0] There was nobody to tell.
    [1] The person concerned is told in the channels.
   *[other] The { $count } people concerned are told in the channels.
}
events-dropped-create = Discarded: nothing was published.
events-dropped-edit = Discarded: the event stays as it was.
events-dropped-cancel = The event stands: nothing has changed.

# What is wrong
events-title-missing = The title is missing. Write for example “Security meet-up”.
events-title-long = The title has { $length } characters: keep { $limit } at most, and put the rest in the description.
events-description-long = The description has { $length } characters: keep { $limit } at most.
events-place-long = The place has { $length } characters: keep { $limit } at most, and put the rest in the description.
events-link-long = The link has { $length } characters: give an address of { $limit } characters at most.
events-reason-long = The reason has { $length } characters: keep { $limit } at most.
events-start-passed = The date understood, { $start }, has passed meanwhile. Correct it.
events-end-passed = With this duration the event would be over already: { $end }. Give a longer duration.
events-partner-unknown = No partner is called “{ $text }”. Choose among: { $partners }.
events-partner-gone = This partner is not in the list any more. Choose another.
events-draft-gone = What you prepared is gone: it is kept for a day. Start again with `/event-admin create`, `edit` or `cancel`.
events-draft-dropped = What you prepared was discarded: nothing was done. Start again with `/event-admin create`, `edit` or `cancel`.
events-published-already = **{ $title }** is published already, by <@{ $person }>. Nothing was done twice.
events-applied-already = These changes to **{ $title }** are saved already. Nothing was done twice.
events-cancelled-already = **{ $title }** is cancelled already, by <@{ $person }>.
events-changed-meanwhile = **{ $title }** was changed meanwhile. Open `/event-admin edit` again to start from what is true now.
events-over = **{ $title }** is over: it can’t be changed any more.
events-begun = **{ $title }** has begun: it can’t be cancelled any more.

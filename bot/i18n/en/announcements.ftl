# Writing
announcements-form = New announcement
announcements-form-title = Title ({ $language })
announcements-form-title-example = Networking evening on 4 December
announcements-form-body = Text ({ $language })
announcements-form-body-hint = Bold, lists and links are kept. No mention notifies anybody.
announcements-form-picture = Picture
announcements-form-picture-hint = { $kept ->
    [yes] Leave empty to keep the present picture.
   *[no] PNG, JPEG, GIF or WebP, { $most } MB at most. Optional.
}
announcements-form-alt = Picture description ({ $language })
announcements-form-alt-hint = What the picture shows, for those who can’t see it.
announcements-form-link = Link
announcements-form-link-hint = Becomes a button below the announcement. Optional.
announcements-form-words = Announcement in { $language }
announcements-footer = Announcement from the organisers
announcements-footer-linked = Announcement from { $community }, a linked community
announcements-untitled = Untitled

# Preview
announcements-preview-language = In { $language }:
announcements-preview-one-language = In { $language }. The texts are too long to be shown together.
announcements-words-add = Add in { $language }
announcements-words-change = Edit ({ $language })
announcements-words-see = See in { $language }
announcements-picture-remove = Take out picture
announcements-open-link = Open { $site }
announcements-preview-choose = Preview, seen by you alone. Choose who will get the announcement.
announcements-preview-reach = Preview, seen by you alone. For { $reach }.
announcements-menu = Choose groups
announcements-all-groups = All groups
announcements-others = Besides the groups
announcements-target-channel = Announcement channel
    .hint = The whole community sees it
announcements-target-linked =
    .hint = Linked community: its announcement channel
announcements-target-members = Direct messages
    .hint = { $people ->
        [0] Nobody has asked for them yet
        [1] 1 person has asked for them
       *[other] { $people } people have asked for them
    }
announcements-reach = { $channels ->
    [one] { $channels } channel
   *[other] { $channels } channels
}{ $direct ->
    [0] { "" }
    [1] {" "}and 1 direct message
   *[other] {" "}and { $direct } direct messages
}, { $people ->
    [0] nobody yet
    [1] 1 person
   *[other] about { $people } people
}
announcements-send = Send…
announcements-correct = Edit
announcements-discard = Discard
announcements-discarded = Draft discarded: nothing was sent.
announcements-flawed = Announcement to correct
announcements-flawed-language = In { $language }:
announcements-flawed-kept = Your text is kept: “Edit” reopens the form filled in.

# Mentioning a role
announcements-mention-button = Mention…
announcements-mention = { $group } is mentioned in { $where }: { announcements-mention-people }.
announcements-mention-people = { $people ->
    [0] nobody is notified
    [1] 1 person notified
   *[other] { $people } people notified
}
announcements-mention-title = Mention a role?
announcements-mention-hint = Otherwise nobody gets a notification. One role only, that of a group that will read the announcement.
announcements-mention-menu = Choose a role
announcements-mention-nobody = Mention nobody
announcements-mention-ask = Notify { $people ->
    [1] 1 person
   *[other] { $people } people
} of @{ $group }?
announcements-mention-once = The mention appears once, in { $where }.
announcements-mention-set = Mention this role
announcements-mention-channel = the announcement channel
announcements-mention-group = the channel of the group { $group }
announcements-mention-nowhere = No role can be mentioned here. First choose a group, or the announcement channel, among the targets.
announcements-mention-forbidden-now = Discord lets me notify @{ $group } no more. Grant Maillage’s role the permission “Mention @everyone, @here, and All Roles” again, then try again; or choose “Mention nobody” under “Mention…”.
announcements-mention-forbidden = Discord does not let me notify @{ $group }. Grant Maillage’s role the permission “Mention @everyone, @here, and All Roles”, then try again. It will never mention @everyone.

# Confirming
announcements-confirm-title = Send “{ $title }”?
announcements-confirm-hint = The announcement goes to these channels at once. Nobody is mentioned.
    .mention = The announcement goes to these channels at once. Beside that role, nobody is mentioned.
announcements-confirm = Confirm and send
announcements-back = Back to preview

# Being sent
announcements-progress-title = Sending · { $title }
announcements-progress = **{ $done } of { $total }** { $total ->
    [one] target
   *[other] targets
}
announcements-progress-left = About { $left } left
announcements-progress-soon = Less than a minute left
announcements-progress-hint = You can close this message: the report will arrive in the organisers’ channel.
announcements-refresh = Refresh
announcements-count-delivered = { $count } sent
announcements-count-waiting = { $count } waiting
announcements-count-failed = { $count } failed
announcements-count-uncertain = { $count } uncertain

# Delivery report
announcements-report-title = Delivery report · { $title }
announcements-report-by = By { $who }, { $when }
announcements-someone = someone of the team
announcements-see = see the message
announcements-unnotified = the role was not notified: Discord lets Maillage do that no more. Grant its role the permission “Mention @everyone, @here, and All Roles” again, and tell that group yourselves
announcements-waiting = waiting
announcements-its-channel = its channel
announcements-uncertain = perhaps sent. Look in { $channel }: if it is not there, use “Send again”.
announcements-uncertain-gone = perhaps sent before this group was archived: nothing to do.
    .linked = perhaps sent before the link between your communities ended: nothing to do.
announcements-cause-permission = I may not write in { $channel }. In that channel’s settings, grant me { $permissions }, then try again.
    .linked = I may not write in { $channel }. Its organisers can grant it; try again then.
announcements-linked-channel = the announcement channel of { $community }
announcements-removed-there = removed by that community
announcements-cause-channel-gone = its channel does not exist any more. It is made anew by itself; try again in a minute.
    .place = this channel does not exist any more. It is made anew by itself; try again in a minute.
announcements-publication-waiting = not yet published to the communities that follow this channel: Discord takes about ten an hour
announcements-publication-done = published to the communities that follow this channel
announcements-publication-failed = not published to the communities that follow this channel. Open the message and choose “Publish”.
announcements-cause-group-gone = this group was archived meanwhile: nothing to do.
    .linked = your communities are linked no more: nothing to do.
announcements-received = Announcement from { $community }
announcements-received-remove = Remove here…
announcements-received-removed = “{ $title }” is no longer in your announcement channel.
    .by = “{ $title }” is no longer in your announcement channel: { $who } removed it.
announcements-received-refused = It still stands there: Discord refused to let me remove it. Press “Remove here…” again, or delete it by hand.
    .permission = It still stands there: I have no access to { $channel } any more. In the settings of that channel, grant me { $permissions }, then press “Remove here…” again.
    .too-late = It still stands there: Discord accepted nothing for a day. Press “Remove here…” again, or delete it by hand.
announcements-received-ask = Remove “{ $title }” from your announcement channel?
announcements-received-ask-hint = It stays with { $community }, whose organisers will see it in their report.
announcements-received-confirm = Remove here
announcements-received-going = The announcement leaves your announcement channel in a moment.
announcements-received-gone = This announcement is not in your announcement channel any more: it was removed already. There is nothing to do.
announcements-cause-too-late = Discord accepted nothing for a day. Try again if the announcement is still worth it.
announcements-cause-refused = Discord refused the message in { $channel }. Try again; if it goes on, tell whoever hosts Maillage.
announcements-report-late = Planned for { $when }, left { $late } late
announcements-series-open = See the series
announcements-direct-why = You asked for the announcements of { $community } by direct message.
announcements-direct-stop = Stop getting them
announcements-direct-delivered = { $count } arrived
announcements-direct-waiting = { $count } to come, one every few seconds
    .recall = { $count } to remove, one every few seconds
announcements-direct-closed = { $count ->
    [one] { $count } person takes no direct messages
   *[other] { $count } people take no direct messages
}
announcements-direct-declined = { $count ->
    [one] { $count } person does not want them any more, or has left
   *[other] { $count } people do not want them any more, or have left
}
announcements-direct-failed = { $count } refused by Discord. Try again later; if it goes on, tell whoever hosts Maillage
announcements-direct-uncertain = { $count } perhaps arrived
announcements-direct-removed = { $count } removed
announcements-direct-unsent = { $count } never sent
announcements-retry = Retry the failed
announcements-resend = Send again

# Recalling
announcements-recall = Recall…
announcements-recall-title = Recall “{ $title }”?
announcements-recall-hint = The announcement disappears everywhere; what is still on its way is stopped, or removed as soon as it arrives. This can’t be undone, and whoever has read it has read it.
announcements-recall-confirm = Recall it everywhere
announcements-back-to-report = Back to the report
announcements-progress-title-recall = Recall in progress · { $title }
announcements-report-title-recall = Recall report · { $title }
announcements-report-recalled = Recalled by { $who }, { $when }
announcements-count-removed = { $count } removed
announcements-count-unsent = { $count } never sent
announcements-removed = removed
announcements-unsent = never sent
announcements-uncertain-recall = it may have arrived. Look in { $channel }: if it is there, delete it by hand.
announcements-still-there = still in { $channel }: Discord refused to let me remove it. Try again, or delete it by hand.

# List
announcements-list-title = Announcements
announcements-list-none = No announcement yet. Write the first with `/announce compose`.
announcements-list-open = Open an announcement
announcements-state-planned = planned
announcements-state-ended = series over
announcements-state-missed = not sent
announcements-state-cancelled = cancelled
announcements-list-total = { $count ->
    [one] { $count } announcement
   *[other] { $count } announcements
}
announcements-list-counts = { $delivered } of { $total }
announcements-state-draft = draft
announcements-state-sending = being sent
announcements-state-finished = finished
announcements-state-recalling = being recalled
announcements-state-recalled = recalled

# What is wrong
announcements-title-empty = The title is missing. For example: “Networking evening on 4 December”.
announcements-body-empty = The announcement’s text is missing. A sentence or two will do.
announcements-title-long = The title has { $length } characters, { $most } at most. Keep the essence; the rest goes into the text.
announcements-body-long = The text has { $length } characters, { $most } at most. Shorten it, or link to the rest.
announcements-alt-long = The picture’s description has { $length } characters, { $most } at most. Keep the essence.
announcements-link-long = The link has { $length } characters, { $most } at most. Look for a shorter one to the same page.
announcements-link-unsafe = “{ $text }” is not a whole address. Write “{ $suggestion }”.
announcements-link-unknown = “{ $text }” is not an address. Write it in full, for example “https://example.org/programme”.
announcements-no-target = Nobody is chosen. Choose in the menus who will get the announcement, then “Send”.
announcements-group-archived = { $count ->
    [one] The group { $groups } was archived meanwhile: nothing was sent.
   *[other] The groups { $groups } were archived meanwhile: nothing was sent.
} Go back to the preview to look again at who will get the announcement.
announcements-changed = The draft has changed since this screen: nothing was sent. Go back to the preview and read it again before you confirm.
announcements-draft-gone = This draft is gone: it was discarded, or it was left alone for too long. Start again with `/announce compose`.
announcements-plan-passed = { $start } has passed already. Change the date, for example “tomorrow 9am”.
announcements-plan-end-alone = “{ $text }” says until when, but the announcement is sent only once. Choose how often to repeat it, or empty “Until when”.
announcements-plan-ends-early = It would stop repeating on { $until }, before it is first sent: { $start }. Choose a later end, or a number of times such as “10 times”.
announcements-plan-sent-already = This series was sent { $sent ->
    [one] once
   *[other] { $sent } times
} already, and “{ $text }” counts that too: nothing would be left. Write a higher number, for example “{ $more } times”; to end the series, choose “Cancel…”.
announcements-plan-changed = This announcement has changed since this screen: nothing was done. Open it again in `/announce list` and start over.
announcements-planned-already = This announcement is planned already. Look at it in `/announce list`; `/announce schedule` changes its date.
announcements-plan-over = This announcement is not planned any more. Look at it in `/announce list`: it can become a draft again.
announcements-not-planned = This announcement is not planned. Find it in `/announce list`.
announcements-confirmed-already = { $known ->
    [yes] <@{ $user }> has already confirmed this announcement
   *[no] Someone of the team has already confirmed this announcement
} <t:{ $instant }:R>; it is sent only once. Follow it with `/announce report`.
announcements-unknown = No announcement is called “{ $text }”. Choose it in `/announce list`.
announcements-no-report = There is no report yet: this announcement was not sent. Find it in `/announce list`.
announcements-sending-still = It is still being sent. Try again once that has ended.
announcements-nothing-to-retry = There is nothing left to send again: look at the report with `/announce report`.
announcements-recall-unsent = There is nothing to recall: this announcement was not sent. You find it in `/announce list`.
announcements-recalled-already = { $known ->
    [yes] <@{ $user }> has recalled this announcement already
   *[no] Somebody of the team has recalled this announcement already
} <t:{ $instant }:R>. Follow the recall with `/announce report`.

# Planning
announcements-plan = Plan…
announcements-plan-form = When to send it
announcements-plan-when = When
announcements-plan-when-example = Friday 9am
announcements-plan-when-hint = The first time, as you would say it: “tomorrow 9am”, “4 December 18:30”.
announcements-plan-repeat = Repeat
announcements-repeat-once = Only once
announcements-repeat-week = Every week
announcements-repeat-fortnight = Every two weeks
announcements-repeat-month-day = Every month, on the same day (the 4th)
announcements-repeat-month-weekday = Every month, on the same weekday (2nd Tuesday)
announcements-plan-until = Until when
announcements-plan-until-example = 30 June 2027, or 10 times
announcements-plan-until-hint = Only if it is repeated. Leave it empty to repeat without end.
announcements-plan-flawed = Date to correct
announcements-plan-kept = What you wrote is kept: “Edit” reopens the form filled in.
announcements-plan-title = Plan “{ $title }”?
announcements-plan-first = { $when } ({ $zone })
announcements-plan-then = Then { $days }
announcements-plan-hint = Nothing is sent before. Until then, you can change the date, edit the announcement or cancel.
announcements-plan-confirm = Plan it
announcements-plan-change = Change the date
announcements-plan-back = Back
announcements-rule-week = Every { $weekday } at { $time }
announcements-rule-fortnight = Every other { $weekday } at { $time }
announcements-rule-month-day = On the { $nth ->
    [1] 1st
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
    [31] 31st
   *[other] { $nth }th
} of every month at { $time }{ $nth ->
    [29] , or on its last day
    [30] , or on its last day
    [31] , or on its last day
   *[other] {""}
}
announcements-rule-month-weekday = On the { $nth ->
    [0] last
    [1] 1st
    [2] 2nd
    [3] 3rd
   *[other] { $nth }th
} { $weekday } of every month at { $time }
announcements-rule-times = { $count ->
    [one] once
   *[other] { $count } times in all
}
announcements-rule-left = { $count ->
    [one] { $count } more time
   *[other] { $count } more times
}
announcements-rule-sent = { $sent ->
    [one] { $sent } of { $count } was sent already
   *[other] { $sent } of { $count } were sent already
}
announcements-rule-until = until { $day }
announcements-planned-planned = Planned
announcements-planned-ended = Series over: all its dates have passed
announcements-planned-missed = Not sent: its date passed more than a day ago
announcements-planned-cancelled = Cancelled: nothing will be sent
announcements-cancel = Cancel…
announcements-cancel-title = Cancel “{ $title }”?
announcements-cancel-hint = Nothing was sent. “Back to draft” keeps the text, to change it or send it otherwise.
announcements-cancel-hint-series = “Skip this date” leaves the following ones alone. A series of so many times lasts one date longer. What was sent stays.
announcements-cancel-confirm = Cancel the sending
announcements-cancel-series = Cancel the series
announcements-skip = Skip this date
announcements-unplan = Back to draft
announcements-missed-title = Not sent · { $title }
announcements-missed-once = Maillage could not send anything that day, and more than a day has passed. If the announcement is still worth it, put it back to draft and send it.
announcements-missed-series = Maillage could not send anything on these dates. The series goes on with its next date, if there is one.
announcements-doubtful-title = Perhaps not sent · { $title }
announcements-doubtful-series = Maillage resumed from a backup and does not know whether the announcement went out on these dates. Look in the channels, and send it yourselves if it is not there. The series goes on with its next date, if there is one.
announcements-missed-open = See the announcement

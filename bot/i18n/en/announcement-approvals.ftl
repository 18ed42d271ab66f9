# A second person's approval
delivery-card-announcement-approval = a request to approve an announcement
delivery-card-announcement-decision = the answer to a request for approval
announcements-approval-ask = Ask for approval
announcements-approval-hint = Another of the organisers has to approve it: nothing leaves before. Until then, nothing can be changed.
announcements-approval-title = Approval · { $title }
announcements-approval-waits = The request is in the organisers’ channel. You will read the answer there; without one before { $until }, the text comes back to you.
announcements-approval-send = **Approval asked for** by { $who } ({ $reach }), before { $until }.
announcements-approval-edit = **Approval asked for** by { $who } to edit this announcement ({ $reach }), before { $until }.
announcements-approval-revise = **Approval asked for** by { $who } to edit this planned announcement ({ $reach }), before { $until }.
announcements-approval-approve = Approve
announcements-approval-return = Send back…
announcements-approval-take-back = Take back
announcements-approval-asked = Asked for by { $who }, { $when }
announcements-approval-approved = Approved by { $who }, { $when }
announcements-approval-sent-back = Sent back by { $who }, { $when }
announcements-approval-taken-back = Taken back by { $who }, { $when }
announcements-approval-lapsed = Unanswered until { $when }
announcements-approval-recalled = Announcement recalled meanwhile by { $who }, { $when }
announcements-approval-given-back = It is sent back, with your reason. Whoever asked reads it in the organisers’ channel.
announcements-approval-taken = You took it back: nothing was sent, and you can correct it.
announcements-approval-reason = What has to change?
announcements-approval-reason-example = The date is wrong: it is Thursday the 4th.
announcements-approval-reason-form = Send the announcement back

# What whoever asked is told
announcements-decision-open = Open
announcements-decision-send-approved = { $asker }, { $who } approved “{ $title }”: the announcement is being sent.
announcements-decision-plan-approved = { $asker }, { $who } approved “{ $title }”: the announcement will be sent at its time.
announcements-decision-send-sent-back = { $asker }, { $who } sends “{ $title }” back to you:
announcements-decision-send-lapsed = { $asker }, nobody answered in time for “{ $title }”: nothing was sent, and it is a draft again.
announcements-decision-edit-approved = { $asker }, { $who } approved your edit of “{ $title }”: it is being made.
announcements-decision-edit-sent-back = { $asker }, { $who } sends your edit of “{ $title }” back to you:
announcements-decision-edit-lapsed = { $asker }, nobody answered in time for your edit of “{ $title }”: the announcement has not changed.

# History, list
announcements-state-awaiting = awaits approval
announcements-act-asked = Approval asked for by { $who }
announcements-act-taken-back = Request taken back by { $who }
announcements-act-approved = Approved by { $who }
announcements-act-sent-back = Sent back by { $who }
announcements-act-lapsed-itself = Request left unanswered

# What is wrong
announcements-awaiting = It awaits approval: until then, nothing can be changed. Whoever asked can take the text back with “Send back…” on the request, in the organisers’ channel.
announcements-approval-own = You asked for this approval yourself: another of the organisers has to give it. To take your text back, choose “Send back…”.
announcements-approval-not-own = Somebody else asked for this approval. Choose “Send back…” and say what has to change.
announcements-approval-gone = This request is gone. Find the announcements in `/announce list`.
announcements-approval-over-approved = { $known ->
    [yes] <@{ $user }> has approved it already
   *[no] Someone of the team has approved it already
} <t:{ $instant }:R>. Follow the announcement with `/announce report`.
announcements-approval-over-sent-back = { $known ->
    [yes] <@{ $user }> has sent it back already
   *[no] Someone of the team has sent it back already
} <t:{ $instant }:R>: nothing was sent. The reason is in the organisers’ channel.
announcements-approval-over-taken-back = { $known ->
    [yes] <@{ $user }> took this request back
   *[no] Someone of the team took this request back
} <t:{ $instant }:R>: nothing was sent.
announcements-approval-over-recalled = { $known ->
    [yes] <@{ $user }> recalled this announcement
   *[no] Someone of the team recalled this announcement
} <t:{ $instant }:R>: there is nothing left to edit.
announcements-approval-over-lapsed = The time of this request ran out <t:{ $instant }:R>: nothing was sent. Approval has to be asked for again.
announcements-approval-group-archived = { $count ->
    [one] The group { $groups } was archived after this request
   *[other] The groups { $groups } were archived after this request
}: nothing was sent. Choose “Send back…”, so that whoever asked looks again at who gets it.
announcements-approval-plan-over = The planned announcement left meanwhile, or was cancelled: there is nothing left to edit. Send the request back.
announcements-approval-overtaken = The announcement was edited after this request: nothing has changed. Send it back, so that the new text is compared.
announcements-approval-reason-empty = What has to change is missing. For example: “The date is wrong, it is Thursday the 4th.”
announcements-approval-reason-long = The reason has { $length } characters, { $most } at most. Keep the essence.

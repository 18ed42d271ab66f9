# Editing an announcement that was sent
announcements-edit = Edit…
announcements-edit-form = Edit the announcement
announcements-edit-preview = Preview of the new text, seen by you alone. It will replace the old one everywhere ({ $reach }).
announcements-edit-send = Change everywhere…
announcements-edit-present = Present text
announcements-edit-present-line = This is what can be read at the moment.
announcements-edit-back = Back to the new text
announcements-edit-title = Change “{ $title }” everywhere?
announcements-edit-hint = The new text replaces the old one in these channels; what is still on its way will be sent with the new one. Nobody is notified, and the old text stays in the history.
announcements-edit-confirm = Change everywhere
announcements-edit-dropped = Edit given up: the announcement stays as it is.
announcements-edit-overtaken-warning = { $who } edited this announcement { $when }, while you were writing. Your text is kept; if you confirm it, it replaces theirs. Compare with “Present text”.
announcements-progress-title-edit = Edit in progress · { $title }
announcements-report-edited = Edited by { $who }, { $when }
announcements-state-editing = being edited
announcements-act-edited = Edited by { $who }
announcements-stale-waiting = old text, soon replaced
announcements-stale-permission = the old text is still in { $channel }: I have no access there any more. In that channel’s settings, grant me { $permissions }, then try again.
announcements-stale-too-late = the old text is still in { $channel }: Discord accepted nothing for a day. Try again.
announcements-stale-refused = the old text is still in { $channel }: Discord refused the new one. Try again; if it goes on, tell whoever hosts Maillage.

# What is wrong
announcements-edit-unsent = This announcement has not been sent yet: open it in `/announce list`, and edit it there.
announcements-edit-recalled = This announcement was recalled: there is nothing left to edit. To take it up again, write a new one with `/announce compose`.
announcements-edit-same = The text has not changed. Choose “Edit” to change it, or “Discard”.
announcements-edit-changed = Your text has changed since this screen: the announcement stays as it was. Go back to the preview and read it again before you confirm.
announcements-edit-overtaken = { $known ->
    [yes] <@{ $user }> edited this announcement
   *[no] Someone of the team edited this announcement
} <t:{ $instant }:R>: your text is kept, but nothing has changed. Go back to the preview to compare, then confirm again.
announcements-edit-done = This edit is made already. Follow it with `/announce report`.
announcements-edit-gone = This edit is gone: it was given up, or it was left alone for too long. Start again with `/announce edit`.

# Editing what is planned
announcements-revision-preview = Edit of a planned announcement, seen by you alone. For { $reach }.
announcements-revision-save = Save…
announcements-revision-title = Edit “{ $title }”, which is planned?
announcements-revision-hint = Nothing is sent now: the announcement will go out like this on its date, to these targets. The text from before stays in the history.
announcements-revision-hint-approval = Another of the organisers has to approve it. Until then, the announcement stays planned as it was.
announcements-revision-confirm = Save
announcements-change-none = none
announcements-change-picture-added = Picture: added
announcements-change-picture-replaced = Picture: replaced
announcements-change-picture-removed = Picture: taken out
announcements-change-link = Link: { $before } → { $after }
announcements-change-targets = Targets: { $before } → { $after }
announcements-change-mention = Mention: { $before } → { $after }
announcements-revision-over = The planned announcement left meanwhile, or was cancelled: nothing has changed, and nothing was sent. Your text is kept as a draft in `/announce list`: if you send it now, it is an announcement of its own; otherwise choose “Discard”.
announcements-revision-same = Nothing has changed, neither the text nor the targets. Choose “Edit” or the menus to change the announcement, or “Discard”.
announcements-revision-dated = This edits an announcement that is planned already, and keeps its date. To change that, open the planned announcement in `/announce list` and choose “Change the date”.

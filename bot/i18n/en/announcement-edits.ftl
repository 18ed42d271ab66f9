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
announcements-edit-confirm = Confirm
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
announcements-edit-planned = This announcement has not been sent yet, only planned. Open it in `/announce list`: “Back to draft”, under “Cancel…”, lets you change its text.
announcements-edit-unsent = This announcement has not been sent yet: correct it in its preview, which you find in `/announce list`.
announcements-edit-recalled = This announcement was recalled: there is nothing left to edit. To take it up again, write a new one with `/announce compose`.
announcements-edit-same = The text has not changed. Choose “Edit” to change it, or “Discard”.
announcements-edit-changed = Your text has changed since this screen: the announcement stays as it was. Go back to the preview and read it again before you confirm.
announcements-edit-overtaken = { $known ->
    [yes] <@{ $user }> edited this announcement
   *[no] Someone of the team edited this announcement
} <t:{ $instant }:R>: your text is kept, but nothing has changed. Go back to the preview to compare, then confirm again.
announcements-edit-done = This edit is made already. Follow it with `/announce report`.
announcements-edit-gone = This edit is gone: it was given up, or it is more than 24 hours old. Start again with `/announce edit`.

# Who did what
announcements-journal = History
announcements-journal-title = History · { $title }
announcements-journal-before = Read a text that was replaced
announcements-journal-until = Text replaced { $when }
announcements-journal-back = Back to the history
announcements-act-written = Written by { $who }
announcements-act-rewritten = Draft corrected by { $who }
announcements-act-sent = Sent by { $who }
announcements-act-sent-itself = Sent on the planned date
announcements-act-planned = Planned by { $who }
announcements-act-skipped = One date skipped by { $who }
announcements-act-unplanned = Put back to draft by { $who }
announcements-act-cancelled = Cancelled by { $who }
announcements-act-missed-itself = Not sent on the planned date
announcements-act-retried = Failed ones tried again by { $who }
announcements-act-resent = Uncertain ones sent again by { $who }
announcements-act-recalled = Recalled by { $who }

# After a backup was put back
eras-title = Maillage resumes from a backup
eras-what = My memory is that of { $copied }. What you did afterwards, until { $began }, is no longer in it: events, announcements, answers, profiles, groups joined or left.
eras-title-noticed = Maillage resumes on another database
eras-what-noticed = It was moved, or put back from a backup. My memory is sure up to { $copied }. What you did afterwards, until { $began }, may no longer be in it: events, announcements, answers, profiles, groups joined or left.
eras-do =
    What already went out on Discord is not sent again. On your side:
    - create the events anew that are missing from the list, and delete their old cards;
    - before you send an announcement that is still a draft, look in the channels whether it is there already;
    - tell members to check their answers and their groups.
eras-forgotten = This message is from a time that I have forgotten: I resumed from a backup of <t:{ $copied }:f>. Use the command again; if it is about an event, ask the organisers to create it anew.
delivery-card-restored = the notice that Maillage resumes from a backup

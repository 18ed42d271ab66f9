partners-title = Linked communities
partners-none = No community is linked with yours. Ask for a code with `/partner link` and give it to the other’s organisers.
partners-line = { $community }, since { $when }
partners-total = { $count ->
    [one] { $count } community
   *[other] { $count } communities
}
partners-invitation-title = A code for the other community
partners-invitation-how = Give it to the organisers of the other community, where Maillage is too. They type `/partner link`, with this code in the option “code”, and you are linked. The code works once; asking for another one cancels it.
partners-invitation-until = Valid until { $when }
partners-accept-title = Link your community with { $community }?
partners-accept-what = Each team of organisers can choose the other community among the targets of an announcement. It appears in the announcement channel, in the language of who reads it, and says from whom it comes. Your team is told of each and can remove it from your channel. Either ends the link whenever it likes, with `/partner list`.
partners-accept = Link
partners-accepted = Your community and { $community } are linked.
partners-end-menu = End a link
partners-end-title = End the link with { $community }?
partners-end-what = No announcements pass between you any more. Those already posted stay. Linking again takes a new code.
partners-end = End the link
partners-ended = Your community and { $community } are linked no more.
partners-notice-linked = Linked community: { $community }
partners-notice-ended = Link ended: { $community }
partners-notice-here = By { $who }.
partners-notice-there = At the request of the other organisers.
partners-code-unknown = This code is not known, was used already, or is older than seven days. Ask the team that gave it to you for another: they type `/partner link`.
partners-code-own = This code is your own community’s. Give it to the organisers of the other, who type it there.
partners-linked-already = Your community and { $community } are linked already. See `/partner list`.
partners-not-linked = This community is not linked with yours any more. See `/partner list`.

introductions-register = Register
introductions-register-again = Register again
introductions-somebody = somebody who is no longer here
introductions-yes = Yes
introductions-no = No

# Asking
introductions-reason = Why would you like to meet?
    .example = Your sensors interest me for a warehouse project
introductions-reason-title = Meet { $who }
introductions-reason-short = The reason is too short. Write at least { $least } characters, for example “Your sensors interest me for our warehouse”.
introductions-reason-long = The reason has { $count } characters; { $most } at most. Keep the essential.
introductions-oneself = That is you! Choose somebody else to meet.
introductions-bot = A bot cannot be introduced. Choose a person.
introductions-absent = This person is no longer in the community. Choose somebody else.
introductions-register-first = Register for introductions first: it takes a minute.
introductions-not-registered = This person has not opted in to introductions. You can invite them to type “/intro register”.
introductions-asked-already = Your request to this person is already waiting for an answer. “/intro list” shows it.
introductions-asked-by-them = This person has already asked to meet you: all it takes is your yes.
introductions-introduced = { $thread ->
    [none] You were introduced not long ago: write to them directly.
   *[other] You were introduced not long ago: find each other in <#{ $thread }>.
}
introductions-unavailable = This person is not available for now. Try somebody else.
introductions-too-many = You already have { $most } requests waiting. Wait for an answer before you make another.
introductions-sent = Your request to { $who } is saved. An answer is expected until { $until }; you will be told.

# The request, as the person asked sees it
introductions-asked-title = { $who } would like to meet you
introductions-asked-why = **Why you**
introductions-asked-until = ⏳ Answer expected before { $when } ({ $left })
introductions-asked-promise = { $community } · A yes opens a private thread for the two of you. A no stays discreet: no reason is asked or given.
introductions-unknown = This request was not made to you. “/intro list” shows yours.
introductions-late-accepted = { $thread ->
    [none] You had already said yes: the private thread is opening.
   *[other] You had already said yes: find each other in <#{ $thread }>.
}
introductions-late-declined = You had already said no. If you change your mind, make a request yourself with “/intro request”.
introductions-late-expired = This request ended without an answer. If you would like to meet, make a request yourself with “/intro request”.
introductions-late-closed = This request is no longer current.

# What becomes of a request one got
introductions-received-pending = **{ $who }** is waiting for your answer, before { $until }
introductions-received-accepted = { $thread ->
    [none] **{ $who }** · you said yes: a private thread opens for the two of you
   *[other] **{ $who }** · you said yes: find each other in { $thread }
}
introductions-received-declined = **{ $who }** · you said no
introductions-received-expired = **{ $who }** · you did not answer
introductions-received-closed = **{ $who }** · this request is no longer current

# What becomes of a request one made
introductions-mine-pending = **{ $who }** · answer expected before { $until }
introductions-mine-accepted = { $thread ->
    [none] **{ $who }** · it’s a yes: a private thread opens for the two of you
   *[other] **{ $who }** · it’s a yes: find each other in { $thread }
}
introductions-mine-declined = **{ $who }** · not this time
introductions-mine-expired = **{ $who }** · no answer
introductions-outcome-title = Your request to { $who }
introductions-outcome-no = This meeting will not happen this time: { $who } is not available for now.
introductions-outcome-expired = { $who } did not answer within seven days; your request has ended. Silence says nothing about your proposal.
introductions-outcome-next = Others may be looking for what you offer: “/intro request”, in the community.

# The meeting
introductions-private-title = Introduction
introductions-opening-hello = { $who }, you would like to meet.
introductions-opening-title = { $who }
introductions-opening-why = **Why you two** · { $who } put it this way:
introductions-opening-bridge = 🤝 { $giver } offers what { $seeker } looks for: { $words }
introductions-opening-next = To begin: each suggest two moments of twenty minutes this week.
introductions-unopened-title = You both said yes
introductions-unopened = { $who }, you both agree, but the private thread could not be opened. Write to each other directly; the organisers know.

# Leaving and looking
introductions-not-in = You do not take part in introductions: nothing to leave.
introductions-left = { $count ->
    [0] You have left introductions. Your profile is kept; “/profile delete” erases it.
    [one] You have left introductions and your open request has ended. Your profile is kept; “/profile delete” erases it.
   *[other] You have left introductions and your { $count } open requests have ended. Your profile is kept; “/profile delete” erases it.
}
introductions-list-title = Your introductions
introductions-list-empty = No request yet. “/intro request” proposes a meeting to somebody who takes part.
introductions-list-outside = No request yet. Register to meet other members.
introductions-list-answer = Answer a request you got
introductions-list-total = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}

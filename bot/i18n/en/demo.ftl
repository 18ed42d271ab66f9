demo-open = The community is open: { $address }
demo-try = Try this: in #bienvenue, join a group, then type / to see the commands; the page’s clock brings the reminders.
demo-stop = Ctrl-C stops everything; the community is kept for next time (make demo RESET=1 starts afresh).
demo-stopping = Stopping: what is being sent is finished…
demo-bot-ended = The bot has stopped; the lines above say why.
demo-port-taken = Port { $port } is taken. Choose another: make demo PORT={ $other } (or maillage demo --port { $other }).

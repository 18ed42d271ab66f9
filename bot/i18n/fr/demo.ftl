demo-open = La communauté est ouverte : { $address }
demo-try = À essayer : dans #bienvenue, rejoignez un groupe, puis tapez / pour voir les commandes ; l’horloge de la page fait venir les rappels.
demo-stop = Ctrl-C arrête tout ; la communauté est gardée pour la prochaine fois (make demo RESET=1 repart de zéro).
demo-stopping = Arrêt : les envois en cours se terminent…
demo-bot-ended = Le bot s’est arrêté ; les lignes ci-dessus disent pourquoi.
demo-port-taken = Le port { $port } est déjà pris. Choisissez-en un autre : make demo PORT={ $other } (ou maillage demo --port { $other }).

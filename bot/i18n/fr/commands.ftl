# Noms et descriptions des commandes. La première lettre d’un nom n’a pas d’accent : tout le monde peut la taper.

command-group =
    .name = groupe
    .description = Les groupes de travail de la communauté
command-group-list =
    .name = liste
    .description = Voir les groupes de travail et les rejoindre
command-group-join =
    .name = rejoindre
    .description = Rejoindre un groupe de travail : son salon s’ouvre aussitôt
option-group-join-group =
    .name = groupe
    .description = Le groupe à rejoindre
command-group-leave =
    .name = quitter
    .description = Quitter un groupe de travail ; on y revient quand on veut
option-group-leave-group =
    .name = groupe
    .description = Le groupe à quitter
command-group-info =
    .name = infos
    .description = Voir de quoi s’occupe un groupe de travail
option-group-info-group =
    .name = groupe
    .description = Le groupe à regarder

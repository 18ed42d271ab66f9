partners-title = Communautés liées
partners-none = Aucune communauté n’est liée à la vôtre. Demandez un code avec `/partenaire lier` et donnez-le à l’équipe d’organisation de l’autre.
partners-line = { $community }, depuis le { $when }
partners-total = { $count ->
    [one] { $count } communauté
   *[other] { $count } communautés
}
partners-invitation-title = Un code pour l’autre communauté
partners-invitation-how = Donnez-le à l’équipe d’organisation de l’autre communauté, où Maillage est aussi. Elle tape `/partenaire lier`, avec ce code dans l’option « code », et vous êtes liées. Le code sert une fois ; en demander un autre annule celui-ci.
partners-invitation-until = Valable jusqu’au { $when }
partners-accept-title = Lier votre communauté à { $community } ?
partners-accept-what = Chaque équipe d’organisation peut choisir l’autre communauté parmi les destinataires d’une annonce. Elle paraît dans le salon des annonces, dans la langue de qui la lit, en disant de qui elle vient. Votre équipe est prévenue de chacune et peut la retirer de chez vous. L’une ou l’autre met fin au lien quand elle veut, avec `/partenaire liste`.
partners-accept = Lier
partners-accepted = Votre communauté et { $community } sont liées.
partners-end-menu = Mettre fin à un lien
partners-end-title = Mettre fin au lien avec { $community } ?
partners-end-what = Les annonces ne passent plus de l’une à l’autre. Celles qui sont déjà publiées restent. Pour se lier à nouveau, il faut un nouveau code.
partners-end = Mettre fin au lien
partners-ended = Votre communauté et { $community } ne sont plus liées.
partners-notice-linked = Communauté liée : { $community }
partners-notice-ended = Lien terminé : { $community }
partners-notice-here = Par { $who }.
partners-notice-there = À la demande de l’autre équipe d’organisation.
partners-code-unknown = Ce code n’est pas connu, a déjà servi, ou a plus de sept jours. Demandez-en un autre à l’équipe qui vous l’a donné : elle tape `/partenaire lier`.
partners-code-own = Ce code est celui de votre communauté. Donnez-le à l’équipe d’organisation de l’autre, qui le tapera chez elle.
partners-linked-already = Votre communauté et { $community } sont déjà liées. Voyez `/partenaire liste`.
partners-not-linked = Cette communauté n’est plus liée à la vôtre. Voyez `/partenaire liste`.

# Après la remise en place d’une sauvegarde
eras-title = Maillage reprend d’après une sauvegarde
eras-what = Ma mémoire est celle du { $copied }. Ce que vous avez fait ensuite, jusqu’au { $began }, n’y est plus : événements, annonces, réponses, profils, groupes rejoints ou quittés.
eras-title-noticed = Maillage reprend sur une autre base de données
eras-what-noticed = Elle a été déplacée, ou remise d’après une sauvegarde. Ma mémoire est sûre jusqu’au { $copied }. Ce que vous avez fait ensuite, jusqu’au { $began }, n’y est peut-être plus : événements, annonces, réponses, profils, groupes rejoints ou quittés.
eras-do =
    Ce qui est déjà parti sur Discord n’est pas renvoyé. De votre côté :
    - recréez les événements qui manquent dans la liste, et supprimez leurs anciennes cartes ;
    - avant d’envoyer une annonce restée en brouillon, regardez dans les salons si elle y est déjà ;
    - dites aux membres de vérifier leurs réponses et leurs groupes.
eras-forgotten = Ce message date d’un moment que j’ai oublié : j’ai repris d’après une sauvegarde du <t:{ $copied }:f>. Refaites la commande ; s’il s’agit d’un événement, demandez à l’équipe d’organisation de le recréer.
delivery-card-restored = l’avis que Maillage reprend d’après une sauvegarde

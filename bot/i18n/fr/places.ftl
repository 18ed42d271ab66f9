# Catégories et salons de la communauté
place-maillage = Maillage
place-groups = Groupes de travail
place-welcome = bienvenue
    .topic = Ce que vous trouvez ici, et les groupes de travail à rejoindre.
place-announcements = annonces
    .topic = Les annonces de l’équipe d’organisation à toute la communauté.
place-events = événements
    .topic = Les événements du réseau : inscrivez-vous d’un clic.
place-introductions = mises-en-relation
    .topic = Vos mises en relation s’ouvrent ici, dans des fils privés que vous seuls voyez.
place-organisation = organisation
    .topic = L’équipe d’organisation : ses commandes, et ce que Maillage doit lui signaler.

# Permissions, nommées comme dans les paramètres de Discord
permission-manage-channels = Gérer les salons
    .why = créer les salons des groupes et les réparer
permission-manage-roles = Gérer les rôles
    .why = donner à chaque membre le rôle de ses groupes et ouvrir leurs salons
permission-view-channel = Voir les salons
    .why = publier là où il faut, et ouvrir à chaque groupe son salon
permission-send-messages = Envoyer des messages
    .why = publier événements, rappels et annonces
permission-attach-files = Joindre des fichiers
    .why = montrer l’image d’une annonce
permission-read-message-history = Voir les anciens messages
    .why = laisser qui rejoint un groupe relire ce qui s’y est dit
permission-create-public-threads = Créer des fils publics
    .why = garder sans fils les salons réservés à la lecture
permission-create-private-threads = Créer des fils privés
    .why = ouvrir à deux personnes mises en relation un fil rien que pour elles
permission-send-messages-in-threads = Envoyer des messages dans les fils
    .why = dire dans ce fil pourquoi ces deux personnes
permission-create-events = Créer des évènements
    .why = inscrire chaque événement dans la liste du serveur (le reste marche sans elle)

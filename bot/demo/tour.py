"""`maillage demo --tour`: the main jobs, played by people in the sandbox on the real bot, as a transcript.

Every step says what was done and what was then seen in the sandbox; nothing is said that was not seen.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.demo.hands import BOUND_SECONDS, Hands, Json, NotSeen, answered, seen, words
from bot.demo.stage import Stage
from bot.i18n import Catalogues, Language
from sandbox import ActorInteraction, Fault

Say = Callable[[str], None]

GROUPS = ("Internet des objets", "Sécurité")
CHANNELS = ("internet-des-objets", "sécurité")
ALL_CHANNELS = ("sécurité", "serious-games", "data-center", "web", *CHANNELS[:1], "transmédia")
# A flag of messages that only their addressee sees.
EPHEMERAL = 1 << 6
ZONE = ZoneInfo("Europe/Brussels")
MARKUP = re.compile(r"<(?P<kind>@|#|t:)(?P<value>\d+)(?::(?P<style>\w))?>")
TITLE = "Soirée de réseautage TIC × MecaTech"


async def play(stage: Stage, language: Language, say: Say) -> bool:
    """Play the tour on a fresh stage; True if every step was seen."""
    tour = Tour(stage, language, say)
    steps = (
        tour.provision,
        tour.join,
        tour.create_event,
        tour.answer,
        tour.remind,
        tour.introduce,
        tour.announce,
        tour.survive,
    )
    for number, step in enumerate(steps, start=1):
        say("")
        title = f"tour-{step.__name__.replace('_', '-')}"
        say(f"{number}. {language(title)}")
        try:
            await step()
        except NotSeen as missing:
            say(f"   ✗ {language('tour-not-seen', what=str(missing), seconds=int(BOUND_SECONDS))}")
            return False
    say("")
    say(language("tour-good", count=tour.count))
    return True


class Tour:
    """The tour's people, and what they have done so far."""

    def __init__(self, stage: Stage, language: Language, say: Say) -> None:
        self._stage = stage
        self._language = language
        self._say = say
        # The community reads French, whatever the language of the terminal.
        self._french = Catalogues.load().language("fr")
        self.count = 0
        world = stage.sandbox.world
        newcomer = world.create_user("nora.petit", global_name="Nora Petit", locale="fr")
        world.add_member(stage.cast.community_id, newcomer.id)
        self._nora = Hands(stage, newcomer.id)
        self._claire = Hands(stage, stage.cast.organiser)
        self._amine = Hands(stage, stage.cast.named("amine.benali"))
        self._marc = Hands(stage, stage.cast.named("marc.dethier"))
        self._sophie = Hands(stage, stage.cast.named("sophie.lambert"))

    async def provision(self) -> None:
        """See the bot make the groups' channels and roles, and the welcome panel."""
        world = self._stage.sandbox.world
        guild = world.guild(self._stage.cast.community_id)

        def stands() -> bool:
            channels = {world.channel(each).name for each in guild.channel_ids}
            roles = {role.name for role in guild.roles.values()}
            return {*ALL_CHANNELS, "bienvenue"} <= channels and set(GROUPS) <= roles

        await self._seen("#bienvenue, #internet-des-objets…", stands)
        welcome = self._nora.channel("bienvenue")
        await self._seen("#bienvenue", lambda: bool(self._nora.messages(welcome)))
        self._saw("tour-saw-channels", channels=[f"#{name}" for name in ALL_CHANNELS])
        self._quote(self._nora.messages(welcome)[0])

    async def join(self) -> None:
        """Let a newcomer join two groups with the panel's menu."""
        (panel,) = self._nora.messages(self._nora.channel("bienvenue"))
        self._did(self._nora, "tour-did-choose", choices=GROUPS)
        answer = await self._nora.choose(panel, *GROUPS)
        self._quote(answer.message)
        for name in CHANNELS:
            await self._seen(f"#{name}", partial(self._nora.sees_channel, name))
        self._saw("tour-saw-open", channels=[f"#{name}" for name in CHANNELS])

    async def create_event(self) -> None:
        """Let the organiser create a joint event early in December, open to everyone, for two groups."""
        day = self._december()
        options = {
            "title": TITLE,
            "start": f"{self._french.day(day)} à 18h30",
            "duration": "3h",
            "place": "La Forge, Liège",
        }
        room = self._claire.channel("organisation")
        typed = " ".join(f"{name}:{value}" for name, value in options.items())
        self._did(self._claire, "tour-did-type", command=f"/event-admin create {typed}")
        preview = await self._claire.command(room, "event-admin create", **options)
        for choice in (GROUPS, ("MecaTech",), (self._french("events-audience-open"),)):
            preview_message = self._shown(preview.message)
            await self._claire.choose(preview_message, *choice)
            self._did(self._claire, "tour-did-choose", choices=choice)
        self._quote(preview.message)
        self._did(self._claire, "tour-did-press", label=self._french("events-publish"))
        await self._claire.press(self._shown(preview.message), self._french("events-publish"))
        for name in ("événements", *CHANNELS):
            await self._seen(f"#{name}: {TITLE}", partial(self._card, name))
        self._saw("tour-saw-card", channels=["#événements", *(f"#{name}" for name in CHANNELS)])
        self._quote(self._card("événements"))

    async def answer(self) -> None:
        """Let members and a partner's member answer by button; the card counts them."""
        for person, answer in (
            (self._nora, "going"),
            (self._amine, "going"),
            (self._marc, "going"),
            (self._sophie, "maybe"),
        ):
            label = self._french(f"events-answer-{answer}")
            self._did(person, "tour-did-press", label=label)
            answer_given = await person.press(self._shown(self._card("événements", person)), label)
            if person is self._nora:
                self._quote(answer_given.message)
        counted = self._french("events-going", count=3)
        await self._seen(counted, lambda: counted in words(self._card("événements")))
        self._saw("tour-saw-text", channel="#événements", text=counted)

    async def remind(self) -> None:
        """Move the clock: each reminder arrives in both groups' channels, once, and pings those who come."""
        start = datetime.combine(self._december(), datetime.min.time(), ZONE) + timedelta(
            hours=18, minutes=30
        )
        rooms = (*CHANNELS, "événements")
        for before, due in ((1, start - timedelta(days=1)), (2, start - timedelta(hours=1))):
            clock = self._stage.sandbox.clock
            clock.advance(due + timedelta(seconds=1) - clock.now())
            self._say(f"   ⏩ {self._language.moment(clock.now(), ZONE)}")
            for name in rooms:
                await self._seen(f"#{name}: {TITLE}", partial(self._reminded, name, before))
        await self._settled("event:")
        pinged: Counter[str] = Counter()
        for name in rooms:
            reminders = self._reminders(name)
            if len(reminders) != 2:
                raise NotSeen(f"#{name}: 2 × « {TITLE} » ({len(reminders)})")
            pinged.update(user["global_name"] for user in reminders[-1]["mentions"])
        who = [person.name for person in (self._nora, self._amine, self._marc)]
        if pinged != Counter(who):
            raise NotSeen(f"@ {', '.join(who)} × 1")
        self._saw("tour-saw-reminders", channels=[f"#{name}" for name in rooms], people=who)
        for name in rooms:
            self._say(f"      #{name}")
            self._quote(self._reminders(name)[-1])

    async def introduce(self) -> None:
        """Let the newcomer opt in, fill in the profile and ask for an introduction; the other says yes."""
        here = self._nora.channel("internet-des-objets")
        self._did(self._nora, "tour-did-type", command="/intro register")
        consent = await self._nora.command(here, "intro register")
        self._did(self._nora, "tour-did-press", label=self._french("profiles-consent-agree"))
        form = await self._nora.press(self._shown(consent.message), self._french("profiles-consent-agree"))
        profile = {
            "company": "Ruche Capteurs",
            "role": "Fondatrice",
            "offers": "Capteurs de température et d’humidité, en petites séries",
            "seeks": "Un audit de cybersécurité pour notre passerelle",
        }
        self._did(self._nora, "tour-did-fill", answers=" · ".join(profile.values()))
        done = await self._nora.fill(form, **profile, languages=["fr", "en"])
        self._quote(done.message)
        self._did(self._nora, "tour-did-type", command="/intro request @Sophie Lambert")
        asked = await self._nora.command(
            here,
            "intro request",
            person=self._sophie.user_id,
            reason="Nous cherchons un audit de cybersécurité avant notre certification.",
        )
        self._quote(asked.message)
        await self._seen(self._sophie.name, lambda: bool(self._sophie.direct_messages()))
        request = self._sophie.direct_messages()[-1]
        self._saw("tour-saw-direct", who=self._sophie.name)
        self._quote(request)
        self._did(self._sophie, "tour-did-press", label=self._french("introductions-yes"))
        await self._sophie.press(request, self._french("introductions-yes"))
        await self._seen(
            self._french("introductions-private-title"), lambda: self._shared_thread() is not None
        )
        thread = int(self._shown(self._shared_thread())["id"])
        await self._seen("#1", lambda: bool(self._nora.messages(thread)))
        self._saw("tour-saw-thread", people=[self._nora.name, self._sophie.name])
        self._quote(self._nora.messages(thread)[0])

    async def announce(self) -> None:
        """Let the organiser write an announcement, see the preview, confirm, and read the report."""
        report = await self._compose("Appel à projets 2027", "Déposez vos idées avant le **15 janvier**.")
        self._did(self._claire, "tour-did-press", label=self._french("announcements-confirm"))
        sending = await self._claire.press(self._shown(report.message), self._french("announcements-confirm"))
        for name in ALL_CHANNELS:
            await self._seen(f"#{name}", partial(self._stands, "Appel à projets 2027", name))
        self._saw("tour-saw-announcement", count=len(ALL_CHANNELS))
        finished = self._french("announcements-report-title", title="Appel à projets 2027")
        await self._seen(finished, lambda: finished in words(sending.message))
        self._quote(sending.message)

    async def survive(self) -> None:
        """Kill the bot in the middle of another announcement and start it again: nothing missing, nothing doubled."""
        title = "Changement de salle"
        report = await self._compose(title, "La rencontre a lieu salle 12.")
        slow = self._stage.sandbox.faults.add(
            Fault("slow", "POST", r"/channels/\d+/messages", times=None, skip=2, delay=2.0)
        )
        pressing = asyncio.create_task(
            self._claire.press(self._shown(report.message), self._french("announcements-confirm"))
        )
        await self._seen(title, lambda: sum(self._arrived(title).values()) >= 2 and slow.struck > 0)
        await self._stage.kill_bot()
        await asyncio.gather(pressing, return_exceptions=True)
        before = sum(self._arrived(title).values())
        self._saw("tour-saw-killed", count=before, total=len(ALL_CHANNELS))
        if before >= len(ALL_CHANNELS):
            raise NotSeen(f"SIGKILL < {len(ALL_CHANNELS)}")
        self._stage.sandbox.faults.clear()
        await self._stage.start_bot()
        self._say(f"   ▶ {self._language('tour-restarted')}")
        for name in ALL_CHANNELS:
            await self._seen(f"#{name}: {title}", partial(self._stands, title, name), 90)
        await self._settled("announcement:")
        counts = self._arrived(title)
        for name in ALL_CHANNELS:
            self._say(f"   #{name}: {counts[name]}")
        if any(counts[name] != 1 for name in ALL_CHANNELS):
            raise NotSeen(f"« {title} » × 1")
        self._saw("tour-saw-survived", count=len(ALL_CHANNELS))

    async def _compose(self, title: str, body: str) -> ActorInteraction:
        room = self._claire.channel("organisation")
        self._did(self._claire, "tour-did-type", command="/announce compose")
        form = await answered(await self._claire.actor.slash(room, "announce compose"))
        self._did(self._claire, "tour-did-fill", answers=f"{title} · {body}")
        preview = await self._claire.fill(form, title=title, body=body)
        everyone = self._french("announcements-all-groups")
        await self._claire.choose(self._shown(preview.message), everyone)
        self._did(self._claire, "tour-did-choose", choices=[everyone])
        self._quote(preview.message)
        send = self._french("announcements-send")
        self._did(self._claire, "tour-did-press", label=send)
        await self._claire.press(self._shown(preview.message), send)
        self._quote(preview.message)
        return preview

    def _card(self, channel: str, reader: Hands | None = None) -> Json | None:
        reader = reader or self._nora
        found = reader.messages(reader.channel(channel))
        return next((each for each in found if f"## {TITLE}" in words(each)), None)

    def _reminders(self, channel: str) -> list[Json]:
        """Give what a channel says of the event to everybody there, but for its card."""
        messages = self._nora.messages(self._nora.channel(channel))
        return [
            each
            for each in messages
            if TITLE in words(each) and f"## {TITLE}" not in words(each) and not each["flags"] & EPHEMERAL
        ]

    def _arrived(self, title: str) -> Counter[str]:
        world = self._stage.sandbox.world
        guild = world.guild(self._stage.cast.community_id)
        counts: Counter[str] = Counter()
        for channel_id in guild.channel_ids:
            channel = world.channel(channel_id)
            if channel.name in ALL_CHANNELS:
                counts[channel.name] = sum(
                    f"## {title}" in words(message.data) for message in world.messages[channel_id]
                )
        return counts

    def _shared_thread(self) -> Json | None:
        mine = {each["id"]: each for each in self._nora.actor.threads(self._stage.cast.community_id)}
        theirs = {each["id"] for each in self._sophie.actor.threads(self._stage.cast.community_id)}
        return next((thread for key, thread in mine.items() if key in theirs), None)

    def _december(self) -> date:
        """Give the first Friday of December that is at least two days ahead."""
        now = self._stage.sandbox.clock.now().astimezone(ZONE)
        for year in (now.year, now.year + 1):
            first = now.date().replace(year=year, month=12, day=1)
            friday = first + timedelta(days=(4 - first.weekday()) % 7)
            if friday >= now.date() + timedelta(days=2):
                return friday
        raise AssertionError(now)

    def _reminded(self, channel: str, times: int) -> bool:
        return len(self._reminders(channel)) >= times

    def _stands(self, title: str, channel: str) -> bool:
        return self._arrived(title)[channel] >= 1

    async def _settled(self, subjects: str) -> None:
        """Let whatever might still come, a second time for instance, come."""
        try:
            await self._stage.settled(subjects)
        except TimeoutError as error:
            raise NotSeen(subjects) from error

    async def _seen(self, what: str, condition: Callable[[], object], within: float = BOUND_SECONDS) -> None:
        await seen(self._stage.sandbox.world, what, condition, within)

    def _shown(self, message: Json | None) -> Json:
        if message is None:
            msg = "no message"
            raise NotSeen(msg)
        return message

    def _did(self, who: Hands, message: str, **values: object) -> None:
        self._say(f"   {who.name}: {self._language(message, **values)}")

    def _saw(self, message: str, **values: object) -> None:
        self.count += 1
        self._say(f"   ✓ {self._language(message, **values)}")

    def _quote(self, message: Json | None) -> None:
        for line in words(message).splitlines():
            self._say(f"      │ {MARKUP.sub(self._read, line)}")

    def _read(self, markup: re.Match[str]) -> str:
        """Write a mention or a time as the page shows it."""
        world = self._stage.sandbox.world
        kind, value = markup["kind"], int(markup["value"])
        if kind == "@" and value in world.users:
            return f"@{world.user(value).global_name}"
        if kind == "#" and value in world.channels:
            return f"#{world.channel(value).name}"
        if kind == "t:":
            instant = datetime.fromtimestamp(value, ZONE)
            if markup["style"] != "R":
                return self._french.moment(instant)
            return self._french.from_now(instant, self._stage.sandbox.clock.now())
        return markup[0]

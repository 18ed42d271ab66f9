"""Thinks up the jobs of a fault run, in a sequence that a seed chooses."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from typing import Any

Job = Mapping[str, Any]

GROUPS = ("security", "serious-games", "data-center", "web", "internet-of-things", "transmedia")
PLACES = ("events", "welcome", "organisation")
# Who reads announcements by direct message, each in a language.
LISTENING = ("fr", "en")
# Discord takes a hundred.
MEETINGS = 90


class Planner:
    """Gives jobs. `revisions` are the last edits it asked for, by the job that made the announcement.

    In a crowd most of it is between the bot and one person, so that much can be under way at a time.
    """

    def __init__(self, rng: random.Random, people: list[int], *, crowd: bool = False) -> None:
        self.groups: list[str] = []
        self.revisions: dict[int, int] = {}
        self._rng = rng
        self._people = people
        self._number = 0
        self._posts: list[Job] = []
        self._announced: list[int] = []
        self._planned: list[int] = []
        self._meetings: list[int] = []
        self._listening = list(zip(people, LISTENING, strict=False))
        self._kinds: Mapping[str, tuple[int, Callable[[], Mapping[str, Any] | None]]] = {
            "post": (28, self._post),
            "direct": (60 if crowd else 10, self._direct),
            "change": (60 if crowd else 22, self._change),
            "withdraw": (8, self._withdraw),
            "group": (3, self._group),
            "join": (7, self._member),
            "leave": (3, self._member),
            "thread": (5, self._thread),
            "meet": (5, self._meet),
            "relocate": (4, self._relocate),
            "call_off_meeting": (2, self._call_off_meeting),
            "announce": (4, self._announce),
            "edit": (5, self._edit),
            "recall": (1, self._recall),
            "plan": (3, self._plan),
            "call_off": (1, self._call_off),
        }

    def more(self, count: int) -> list[Job]:
        """Give so many further jobs."""
        weights = [weight for weight, _ in self._kinds.values()]
        return [self._job(kind) for kind in self._rng.choices(list(self._kinds), weights, k=count)]

    def withdrawals(self, numbers: Collection[str]) -> list[Job]:
        """Give the jobs that withdraw the posts of these numbers, as far as they stand."""
        jobs: list[Job] = []
        for post in [each for each in self._posts if str(each["of"]) in numbers]:
            self._posts.remove(post)
            self._number += 1
            jobs.append({**post, "do": "withdraw", "number": self._number})
        return jobs

    def _job(self, kind: str) -> Job:
        self._number += 1
        if self._listening:
            user_id, language = self._listening.pop()
            return {"number": self._number, "do": "listen", "user": user_id, "language": language}
        # Where there is nothing yet to change, something is posted.
        found = self._kinds[kind][1]()
        return {"do": kind, "number": self._number, **(self._post() if found is None else found)}

    def _post(self) -> Mapping[str, Any]:
        rng = self._rng
        if rng.random() < 0.3:
            return self._posted({"place": rng.choice(PLACES)})
        return self._posted({"group": rng.choice((*GROUPS, *self.groups))})

    def _direct(self) -> Mapping[str, Any]:
        return self._posted({"user": self._someone()})

    def _posted(self, target: Mapping[str, Any]) -> Mapping[str, Any]:
        self._posts.append({**target, "of": self._number})
        return {"do": "post", **target}

    def _change(self) -> Mapping[str, Any] | None:
        if not self._posts:
            return None
        changed: Mapping[str, Any] = self._rng.choice(self._posts[-40:])
        return changed

    def _withdraw(self) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self._taken(self._posts)
        return found

    def _group(self) -> Mapping[str, Any]:
        self.groups.append(f"atelier-{self._number}")
        return {"group": self.groups[-1]}

    def _member(self) -> Mapping[str, Any]:
        return {"group": self._rng.choice((*GROUPS, *self.groups)), "user": self._someone()}

    def _thread(self) -> Mapping[str, Any]:
        return {"members": self._rng.sample(self._people, 2)}

    def _meet(self) -> Mapping[str, Any] | None:
        if len(self._meetings) >= MEETINGS:
            return None
        self._meetings.append(self._number)
        return {"user": self._someone()}

    def _relocate(self) -> Mapping[str, Any] | None:
        return {"of": self._rng.choice(self._meetings[-10:])} if self._meetings else None

    def _call_off_meeting(self) -> Mapping[str, Any] | None:
        of = self._taken(self._meetings)
        return None if of is None else {"of": of, "user": self._someone()}

    def _announce(self) -> Mapping[str, Any]:
        self._announced.append(self._number)
        return {**self._written(), "members": self._rng.random() < 0.4}

    def _edit(self) -> Mapping[str, Any] | None:
        if not self._announced:
            return None
        of = self._rng.choice(self._announced[-10:])
        self.revisions[of] = self._number
        return {"of": of, "user": self._someone()}

    def _recall(self) -> Mapping[str, Any] | None:
        of = self._taken(self._announced)
        return None if of is None else {"of": of, "user": self._someone()}

    def _plan(self) -> Mapping[str, Any]:
        self._planned.append(self._number)
        rng = self._rng
        return {
            **self._written(),
            "members": False,
            "minutes": rng.randint(2, 12),
            "series": rng.random() < 0.4,
        }

    def _call_off(self) -> Mapping[str, Any] | None:
        of = self._taken(self._planned)
        return None if of is None else {"of": of, "user": self._someone()}

    def _written(self) -> Mapping[str, Any]:
        groups = (*GROUPS, *self.groups)
        return {"user": self._someone(), "groups": self._rng.sample(groups, self._rng.randint(0, 4))}

    def _someone(self) -> int:
        return self._rng.choice(self._people)

    def _taken(self, of: list[Any]) -> Any:
        return of.pop(self._rng.randrange(len(of))) if of else None

"""Two changes of one corpus put together, or what they disagree on. Nothing is ever silently overwritten.

A three-way merge as of Khanna S, Kunal K, Pierce B. A Formal Investigation of Diff3 (2007), over named pieces instead
of lines: neighbouring passages can change without getting in each other's way, which no merge of lines allows, and two
lines added to one list are both kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ldnbot.errors import EditRefused
from ldnbot.moderation.outline import Piece, outline, write_outline
from ldnbot.moderation.sources import Sources
from ldnbot.moderation.yamledit import add_item, read_plain, remove

__all__ = ["Conflict", "Conflicts", "merge"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people changed in two ways. A text is empty where the piece is not there."""

    file: str
    place: str
    """The passage's id, or the path to the entry: `also_asked › low-dose-naltrexone/cost`. Empty: the whole file."""

    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Everything that two changes disagree on."""

    conflicts: tuple[Conflict, ...]


def merge(base: Sources, theirs: Sources, mine: Sources) -> Sources | Conflicts:
    """Return the corpus with both changes of `base`, or all that they disagree on.

    The result is the same with `theirs` and `mine` exchanged.
    """
    merged: dict[str, str] = {}
    conflicts: list[Conflict] = []
    for file in sorted({*base, *theirs, *mine}):
        was, their, our = base.get(file), theirs.get(file), mine.get(file)
        if their == our or was == our:
            chosen = their
        elif was == their:
            chosen = our
        elif was is None or their is None or our is None:
            conflicts.append(Conflict(file, "", was or "", their or "", our or ""))
            continue
        else:
            found = _merge_file(file, was, their, our)
            if isinstance(found, Conflicts):
                conflicts.extend(found.conflicts)
                continue
            chosen = found
        if chosen is not None:
            merged[file] = chosen
    return Conflicts(tuple(conflicts)) if conflicts else merged


def _merge_file(file: str, base: str, theirs: str, mine: str) -> str | Conflicts:
    trees = [outline(file, text) for text in (base, theirs, mine)]
    merger = _Merger(file)
    piece = merger.piece(trees[0], trees[1], trees[2], ())
    if merger.conflicts or piece is None:
        return Conflicts(tuple(merger.conflicts))
    ends = [text[len(text.rstrip("\n")) :] for text in (base, theirs, mine)]
    text = write_outline(piece, _chosen(ends[0], ends[1], ends[2]))
    if outline(file, text).says() != piece.says():
        # Put together they would be read as something that neither of the two wrote.
        return Conflicts((Conflict(file, "", base, theirs, mine),))
    return text


def _chosen(base: str, theirs: str, mine: str) -> str:
    """Return the one that changed; of two that did, the longer: gaps are all it is asked for."""
    if theirs == base:
        return mine
    return theirs if mine == base else max(theirs, mine, key=lambda gap: (len(gap), gap))


class _Merger:
    """Merges the pieces of one file and remembers what could not be."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.conflicts: list[Conflict] = []

    def piece(
        self, base: Piece | None, theirs: Piece | None, mine: Piece | None, path: tuple[str, ...]
    ) -> Piece | None:
        """Return the merged piece, or None where it is gone or in conflict."""
        says = [piece.says() if piece else None for piece in (base, theirs, mine)]
        if says[1] == says[2] or says[0] == says[2]:
            return _with_gap(theirs, base, theirs, mine)
        if says[0] == says[1]:
            return _with_gap(mine, base, theirs, mine)
        if base is None and theirs and mine and _lists_lines(theirs) and _lists_lines(mine):
            base = replace(theirs, pieces=())  # both began the same list
            return self._branch(base, theirs, mine, path)
        if base and theirs and mine:
            if base.pieces and theirs.pieces and mine.pieces:
                return self._branch(base, theirs, mine, path)
            if (joined := _join_brackets(base.text, theirs.text, mine.text)) is not None:
                return _with_gap(replace(base, text=joined), base, theirs, mine)
        self._clash(path, base, theirs, mine)
        return None

    def _branch(self, base: Piece, theirs: Piece, mine: Piece, path: tuple[str, ...]) -> Piece:
        texts = (base.text, theirs.text, mine.text)
        if texts[1] != texts[2] and texts[0] not in texts[1:]:
            self.conflicts.append(Conflict(self._file, " › ".join(path), *texts))
        text = texts[1] if texts[0] == texts[2] else texts[2]
        gap = _chosen(base.gap, theirs.gap, mine.gap)
        return replace(base, text=text, gap=gap, pieces=tuple(self._pieces(base, theirs, mine, path)))

    def _pieces(self, base: Piece, theirs: Piece, mine: Piece, path: tuple[str, ...]) -> Iterator[Piece]:
        sides = [{piece.name: piece for piece in side.pieces} for side in (base, theirs, mine)]
        moved = [_moved(sides[0], side) for side in sides[1:]]
        if all(moved) and [*sides[1]] != [*sides[2]]:
            self._clash(path, base, theirs, mine)
            return
        backbone = list(sides[1] if moved[0] else sides[2] if moved[1] else sides[0])
        added = [_anchored(side, backbone, sides[0]) for side in sides[1:]]
        done: set[str] = set()
        for anchor in (None, *backbone):
            if anchor is not None and anchor not in done:
                done.add(anchor)
                below = [side.get(anchor) for side in sides]
                found = self.piece(below[0], below[1], below[2], (*path, anchor))
                if found is not None:
                    yield found
            groups = [[name for name in side.get(anchor, ()) if name not in done] for side in added]
            both = [name for name in groups[0] if name in groups[1]]
            if all(len(group) > len(both) for group in groups) and base.ordered:
                texts = (
                    "\n\n".join(side[name].text for name in group)
                    for side, group in zip(sides[1:], groups, strict=True)
                )
                self.conflicts.append(Conflict(self._file, " › ".join((*path, anchor or "begin")), "", *texts))
                continue
            names = _woven(groups[0], groups[1])
            for name in names:
                done.add(name)
                found = self.piece(None, sides[1].get(name), sides[2].get(name), (*path, name))
                if found is None and name in sides[1] and name in sides[2]:
                    continue  # in conflict
                found = found or sides[1].get(name) or sides[2].get(name)
                if found is not None:
                    yield found

    def _clash(self, path: tuple[str, ...], base: Piece | None, theirs: Piece | None, mine: Piece | None) -> None:
        texts = (write_outline(piece, "") if piece else "" for piece in (base, theirs, mine))
        self.conflicts.append(Conflict(self._file, " › ".join(path), *texts))


def _lists_lines(piece: Piece) -> bool:
    return bool(piece.pieces) and all(below.text.lstrip().startswith("- ") for below in piece.pieces)


def _with_gap(piece: Piece | None, base: Piece | None, theirs: Piece | None, mine: Piece | None) -> Piece | None:
    if piece is None or base is None or theirs is None or mine is None:
        return piece
    found = replace(piece, gap=_chosen(base.gap, theirs.gap, mine.gap))
    if len(base.pieces) == len(theirs.pieces) == len(mine.pieces) == len(piece.pieces):
        below = zip(piece.pieces, base.pieces, theirs.pieces, mine.pieces, strict=True)
        return replace(found, pieces=tuple(inner for four in below if (inner := _with_gap(*four)) is not None))
    return found


def _moved(base: Mapping[str, Piece], side: Mapping[str, Piece]) -> bool:
    return [name for name in base if name in side] != [name for name in side if name in base]


def _anchored(
    side: Mapping[str, Piece], backbone: Sequence[str], base: Mapping[str, Piece]
) -> Mapping[str | None, list[str]]:
    """Return the names that a side added, by the name of the backbone that each comes after; None: before all."""
    known = frozenset(backbone)
    found: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for name in side:
        if name in known:
            anchor = name
        elif name not in base:
            found.setdefault(anchor, []).append(name)
    return found


def _woven(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the names of both: in their order if only one side has any of its own, else sorted."""
    if set(other) <= set(one):
        return list(one)
    return list(other) if set(one) <= set(other) else sorted({*one, *other})


def _join_brackets(base: str, theirs: str, mine: str) -> str | None:
    """Return a field whose value is a list in brackets with the items that both sides added and without what they took.

    None where it is no such field.
    """
    try:
        fields = [read_plain(text, "") for text in (base, theirs, mine)]
        if not all(isinstance(field, dict) and len(field) == 1 for field in fields):
            return None
        name = next(iter(fields[0]))
        lists = [field.get(name) for field in fields]
        if "[" not in base or not all(
            isinstance(found, list) and all(isinstance(item, str) for item in found) and len(set(found)) == len(found)
            for found in lists
        ):
            return None
        was, their, our = lists
        gone = [place for place, item in enumerate(was) if item not in their or item not in our]
        if len(gone) == len(was):
            return None
        joined = remove(base, [(name, place) for place in gone], "")
        for item in sorted({*their, *our} - set(was)):
            joined = add_item(joined, (name,), item, "")
    except EditRefused:
        return None
    return joined

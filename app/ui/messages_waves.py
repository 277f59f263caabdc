"""Words for what may not be done to waves, templates and channels."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal
from app.domain.wave_acts import WaveAct
from app.domain.wave_refusals import (
    CannotUndo,
    CodeTaken,
    FedByChannel,
    NobodyPicks,
    NoDeskActToUndo,
    NoFloorPlan,
    NothingMoved,
    NothingToChoose,
    NothingToSplit,
    NotWithItself,
    UndoTooLate,
    UnfitSettings,
    UnknownChannel,
    UnknownTemplate,
    UnknownWave,
    WaveBegun,
    WaveEmpty,
    WaveNotInState,
)
from app.ui.floor_words import wave_state_words
from app.ui.message import Asked, Message, Thing, Words, desk_look, translate


def _wave(code: str) -> str:
    return translate("messages", "wave {0}").format(code)


def _unknown_wave(refusal: UnknownWave, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NO SUCH WAVE"),
        Thing(_wave(refusal.code)),
        translate("messages", "Look at the board and choose one of its waves."),
    )


def _not_in_state(refusal: WaveNotInState, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NOT POSSIBLE NOW"),
        Thing(_wave(refusal.code), place=wave_state_words(refusal.state)),
        translate("messages", "Look at the wave: in this state it cannot be done."),
    )


def _empty(refusal: WaveEmpty, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "EMPTY WAVE"),
        Thing(_wave(refusal.code)),
        translate("messages", "Put orders into it first."),
    )


def _begun(refusal: WaveBegun, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "PICKED ALREADY"),
        Thing(
            _wave(refusal.code),
            place=translate("messages", "{0} of its orders were begun").format(refusal.orders),
        ),
        translate("messages", "Leave it, or abort it: what was begun is finished then."),
    )


def _fed_by_channel(refusal: FedByChannel, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "FED BY A CHANNEL"),
        Thing(_wave(refusal.code), place=refusal.channel),
        translate("messages", "Leave the wave and lock its channel."),
    )


def _nothing_to_split(refusal: NothingToSplit, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NOTHING TO SPLIT"),
        Thing(
            _wave(refusal.code),
            place=translate("messages", "{0} of its orders were begun").format(refusal.begun),
        ),
        translate("messages", "Choose another way to split it, or leave it whole."),
    )


def _not_with_itself(refusal: NotWithItself, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "THE SAME WAVE"),
        Thing(_wave(refusal.code)),
        translate("messages", "Choose another wave to merge it with."),
    )


def _nothing_moved(refusal: NothingMoved, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NO ORDER CAN CHANGE"),
        Thing(
            _wave(refusal.code),
            place=translate("messages", "{0} orders were asked for").format(refusal.orders),
        ),
        translate("messages", "Look at its orders: they were begun, or may not be released yet."),
    )


def _nothing_to_undo(_refusal: NoDeskActToUndo, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NOTHING TO UNDO"),
        Thing(translate("messages", "no wave was changed by you in this shift")),
        translate("messages", "Look at the board and choose a wave."),
    )


def wave_act_words(act: str) -> str:
    """What was done to a wave, by the value of the act."""
    words = {
        WaveAct.RELEASE: translate("words", "release"),
        WaveAct.HOLD: translate("words", "hold"),
        WaveAct.SPLIT: translate("words", "split"),
        WaveAct.MERGE: translate("words", "merge"),
        WaveAct.MOVE: translate("words", "move"),
        WaveAct.CANCEL: translate("words", "cancel"),
    }
    return {str(key): text for key, text in words.items()}.get(act, act)


def _cannot_undo(refusal: CannotUndo, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "CANNOT BE UNDONE"),
        Thing(_wave(refusal.code), place=wave_act_words(refusal.act)),
        translate("messages", "Put its orders into a new wave: its work was on the floor."),
    )


def _undo_too_late(refusal: UndoTooLate, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "TOO LATE TO UNDO"),
        Thing(_wave(refusal.code), place=wave_act_words(refusal.act)),
        translate("messages", "Look at the board: others have gone on with its orders."),
    )


def _nothing_to_choose(refusal: NothingToChoose, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NO CARTS TO CHOOSE"),
        Thing(
            _wave(refusal.code),
            place=translate("messages", "{0} orders can share one").format(refusal.orders),
        ),
        translate("messages", "Leave it as it is, or plan it by a method with carts."),
    )


def _no_floor_plan(refusal: NoFloorPlan, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NO FLOOR PLAN"),
        Thing(refusal.why),
        translate("messages", "Give the locations their coordinates first."),
    )


def _nobody_picks(refusal: NobodyPicks, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NOBODY PICKS"),
        Thing(translate("messages", "{0} pickers").format(refusal.people)),
        translate("messages", "Choose one picker at least."),
    )


def _code_taken(refusal: CodeTaken, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "CODE TAKEN"),
        Thing(refusal.code),
        translate("messages", "Type another code."),
    )


def _unknown_template(refusal: UnknownTemplate, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NO SUCH TEMPLATE"),
        Thing(refusal.code),
        translate("messages", "Choose one of the list."),
    )


def _unknown_channel(refusal: UnknownChannel, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NO SUCH CHANNEL"),
        Thing(refusal.code),
        translate("messages", "Choose one of the list."),
    )


def _unfit(refusal: UnfitSettings, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NOT POSSIBLE"),
        Thing(refusal.value, place=refusal.setting),
        translate("messages", "Type another value."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    UnknownWave: _unknown_wave,
    WaveNotInState: _not_in_state,
    WaveEmpty: _empty,
    WaveBegun: _begun,
    FedByChannel: _fed_by_channel,
    NothingToSplit: _nothing_to_split,
    NotWithItself: _not_with_itself,
    NothingMoved: _nothing_moved,
    NoDeskActToUndo: _nothing_to_undo,
    CannotUndo: _cannot_undo,
    UndoTooLate: _undo_too_late,
    NothingToChoose: _nothing_to_choose,
    NoFloorPlan: _no_floor_plan,
    NobodyPicks: _nobody_picks,
    CodeTaken: _code_taken,
    UnknownTemplate: _unknown_template,
    UnknownChannel: _unknown_channel,
    UnfitSettings: _unfit,
}

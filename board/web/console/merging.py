"""Two topics that may be one, as forms say it: asking those who lead them, and telling them apart."""

from board.camp import commands as c
from board.camp.errors import Invalid
from board.camp.model import TopicId
from board.camp.said import say
from board.web.console.posts import Asked


def proposal(asked: Asked) -> c.Command:
    """Ask those who lead them whether a topic may become part of the one chosen."""
    return c.ProposeMerge(**asked.signed, source=_topic(asked), target=_chosen(asked, "into"))


def proposal_removal(asked: Asked) -> c.Command:
    """Ask no longer."""
    return c.WithdrawMergeProposal(**asked.signed, source=_topic(asked))


def apart(asked: Asked) -> c.Command:
    """Say that a topic is not the same as another one."""
    return c.TellApart(**asked.signed, first=_topic(asked), second=_chosen(asked, "other"))


def _topic(asked: Asked) -> TopicId:
    return TopicId(asked.path["topic"])


def _chosen(asked: Asked, name: str) -> TopicId:
    if not asked.text(name):
        raise Invalid(say("Choose a topic from the list."))
    return TopicId(asked.text(name))

"""A stand-in Slack: the Web API and Socket Mode, held to Slack's published descriptions."""

from tests.platforms.slack.server import SlackServer

__all__ = ["SlackServer"]

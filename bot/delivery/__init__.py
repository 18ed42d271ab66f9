"""Effects on Discord, performed: never lost, never doubled, on time. The only writer to Discord but for answers."""

from bot.delivery.dispatcher import Dispatcher
from bot.delivery.settling import Hook

__all__ = ["Dispatcher", "Hook"]

"""One function per intention; joins vault, law and content; raises, never returns False. No Qt."""

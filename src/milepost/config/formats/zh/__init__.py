"""Simplified Chinese, which Django knows as zh-hans."""

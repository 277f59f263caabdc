"""The composition root: the only room that knows everybody and puts them together."""

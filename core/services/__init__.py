"""Writes: one transaction per public function; the module is a noun, the function a verb."""

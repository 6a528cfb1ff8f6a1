"""QR codes and posters of the office's touchpoints."""

"""Write every worksheet into its course, in both languages."""

from pathlib import Path

from worksheets.made import files

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    for path, content in files().items():
        (ROOT / path).write_bytes(content)
        print(f"{path}: {len(content):,} bytes")

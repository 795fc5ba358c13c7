"""placeholder"""


def inspect(content: bytes, file_name: str) -> str:
    return "xlsx"

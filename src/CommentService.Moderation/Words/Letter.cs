namespace CommentService.Moderation.Words;

/// <summary>What kind of character a letter of a text is.</summary>
internal enum LetterKind : byte
{
    /// <summary>A letter or a mark.</summary>
    Letter,

    /// <summary>A digit, which may stand for a letter.</summary>
    Digit,

    /// <summary>A sign that may stand for a letter, or be just a sign.</summary>
    Sign,
}

/// <summary>What stands between a letter and the one before it.</summary>
[Flags]
internal enum Gap : byte
{
    None = 0,

    /// <summary>Symbols, emoji and punctuation that ordinary text has no use for inside a word.</summary>
    Signs = 1,

    /// <summary>White space.</summary>
    Space = 2,

    /// <summary>Punctuation that joins words or parts sentences.</summary>
    Punctuation = 4,
}

/// <summary>One letter of a text, as terms are compared with it.</summary>
/// <param name="Folded">The folded character.</param>
/// <param name="Latin">The Latin letter that it is or looks like, else the folded character.</param>
/// <param name="Class">What all characters share that may stand for each other (<see cref="Spelling.ClassOf"/>).</param>
/// <param name="Gap">What stands before it.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Start">First folded character.</param>
/// <param name="End">Folded character after the last.</param>
internal readonly record struct Letter(char Folded, char Latin, char Class, Gap Gap, LetterKind Kind, int Start, int End);

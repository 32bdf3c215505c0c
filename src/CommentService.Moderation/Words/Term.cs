namespace CommentService.Moderation.Words;

/// <summary>One line of a word list, ready to match.</summary>
/// <param name="Folded">The term folded like the texts it is looked for in.</param>
/// <param name="OpenStart">Written <c>*term</c>: a longer word may go before it.</param>
/// <param name="OpenEnd">Written <c>term*</c>: a longer word may go on after it.</param>
internal readonly record struct Term(string Folded, bool OpenStart, bool OpenEnd)
{
    /// <summary>Longest term, in UTF-16 code units.</summary>
    public const int MaxLength = 200;

    /// <summary>Reads a term; null where nothing is left of it, it is too long, or a star stands inside it.</summary>
    public static Term? TryRead(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var openStart = trimmed.StartsWith('*');
        var openEnd = trimmed.Length > 1 && trimmed.EndsWith('*');
        var core = trimmed[(openStart ? 1 : 0)..(trimmed.Length - (openEnd ? 1 : 0))].Trim();
        if (core.Length > MaxLength || core.Contains('*'))
        {
            return null;
        }

        var folded = FoldedText.Of(core.ToString()).Text.Trim(' ').ToString();
        return folded.Length == 0 ? null : new Term(folded, openStart, openEnd);
    }

    /// <summary>Whether the term counts as a word where it was found.</summary>
    public bool FitsAt(ReadOnlySpan<char> text, int start, int end) =>
        (OpenStart || WordBoundary.IsAt(text, start)) && (OpenEnd || WordBoundary.IsAt(text, end));
}

namespace CommentService.Moderation.Words;

/// <summary>Whether a place in a folded text is inside quotation marks: someone else's words, which a moderator should see and no rule should reject.</summary>
internal static class Quotation
{
    // Longer quotations are looked into as far as this on either side, so that no number of marks makes it slow.
    private const int Reach = 80;

    public static bool Contains(ReadOnlySpan<char> text, int start, int end)
    {
        if (start > 0 && end < text.Length && text[start - 1] == '\'' && text[end] == '\'')
        {
            return true;
        }

        var from = Math.Max(0, start - Reach);
        var open = from + text[from..start].LastIndexOf('"');
        var close = text.Slice(end, Math.Min(Reach, text.Length - end)).IndexOf('"');

        // A mark opens before a letter and closes after one.
        return open >= from && close >= 0 && text[open + 1] != ' ' && (close == 0 || text[end + close - 1] != ' ')
            && (open == 0 || !WordBoundary.IsWord(text[open - 1]));
    }
}

namespace CommentService.Moderation.Text;

/// <summary>Email addresses in a text.</summary>
internal static class EmailFinder
{
    /// <summary>Each address as <see cref="EmailAddress"/> accepts it. One pass; no address is longer than 254 characters.</summary>
    public static IEnumerable<(int Start, int Length)> Find(string text)
    {
        var floor = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > floor && at - start < 64 && IsLocal(text[start - 1]))
            {
                start--;
            }

            var end = at + 1;
            while (end < text.Length && end - at < 254 && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
            {
                end++;
            }

            while (start < at && text[start] is '.' or '-' or '\'')
            {
                start++;
            }

            end = at + 1 + text.AsSpan(at + 1, end - at - 1).TrimEnd(".-").Length;
            floor = at + 1;
            if (EmailAddress.IsValid(text.AsSpan(start, end - start)) && Suffixes.IsPossible(text.AsSpan(start, end - start)[(text.AsSpan(start, end - start).LastIndexOf('.') + 1)..]))
            {
                yield return (start, end - start);
                floor = end;
            }
        }
    }

    private static bool IsLocal(char c) => char.IsAsciiLetterOrDigit(c) || c > '\u00BF' || c is '.' or '-' or '_' or '+' or '\'' or '%' or '&';
}

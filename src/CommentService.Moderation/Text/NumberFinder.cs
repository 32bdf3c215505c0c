namespace CommentService.Moderation.Text;

/// <summary>A run of digits with the signs that people put between them, perhaps with a plus or two letters before it.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">Length in UTF-16 code units, without signs at its end.</param>
/// <param name="Count">Number of digits.</param>
internal readonly record struct WrittenNumber(int Start, int Length, int Count)
{
    /// <summary>Its digits alone.</summary>
    public string Digits(string text)
    {
        Span<char> digits = stackalloc char[NumberFinder.MaxDigits];
        var count = 0;
        foreach (var c in text.AsSpan(Start, Length))
        {
            if (char.IsAsciiDigit(c))
            {
                digits[count++] = c;
            }
        }

        return digits[..count].ToString();
    }
}

/// <summary>Finds what may be a card, account or phone number in one pass.</summary>
internal static class NumberFinder
{
    public const int MaxDigits = 34;
    private const int MinDigits = 7;

    public static IEnumerable<WrittenNumber> Find(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]) || (at > 0 && char.IsLetterOrDigit(text[at - 1]) && !IsCountry(text, at)))
            {
                continue;
            }

            var start = StartOf(text, at);
            var (end, count) = EndOf(text, at);
            if (count is >= MinDigits and <= MaxDigits || start < at && char.IsAsciiLetterUpper(text[start]))
            {
                yield return new WrittenNumber(start, end - start, Math.Min(count, MaxDigits));
            }

            at = end - 1;
        }
    }

    // "GB82 …" is an account, "+44 …" and "(020) …" are phones.
    private static int StartOf(string text, int at) =>
        IsCountry(text, at) ? at - 2
        : at > 0 && text[at - 1] == '+' ? at - 1
        : at > 1 && text[at - 1] == '(' && text[at - 2] == '+' ? at - 2
        : at > 0 && text[at - 1] == '(' ? at - 1
        : at;

    private static bool IsCountry(string text, int at) =>
        at > 1 && char.IsAsciiLetter(text[at - 1]) && char.IsAsciiLetter(text[at - 2]) && (at == 2 || !char.IsLetterOrDigit(text[at - 3]));

    private static (int End, int Count) EndOf(string text, int at)
    {
        var (end, count, gap) = (at, 0, 0);
        for (var i = at; i < text.Length && count < MaxDigits && gap < 3; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                (end, count, gap) = (i + 1, count + 1, 0);
            }
            else if (text[i] is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' or '\u2011' or '\u2013')
            {
                gap++;
            }
            else
            {
                break;
            }
        }

        return (end, count);
    }
}

using System.Globalization;
using System.Text;

namespace CommentService.Review;

/// <summary>A text to look for as people do: case, accents and full-width forms do not count.</summary>
internal sealed class SearchTerm(string text)
{
    private readonly string folded = Fold(text);

    public bool IsIn(string other) => Ascii.IsValid(other)
        ? other.Contains(folded, StringComparison.OrdinalIgnoreCase)
        : Fold(other).Contains(folded, StringComparison.Ordinal);

    /// <summary>Whether it is the whole of the other text.</summary>
    public bool Is(string other) => Fold(other) == folded;

    private static string Fold(string value)
    {
        if (Ascii.IsValid(value))
        {
            return value.ToLowerInvariant();
        }

        var letters = new StringBuilder(value.Length);
        foreach (var c in value.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                letters.Append(char.ToLowerInvariant(c));
            }
        }

        return letters.ToString();
    }
}

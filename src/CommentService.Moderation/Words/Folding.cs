using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Words;

/// <summary>
/// What one code point folds to. Every disguise that is undone character by character belongs here: case, diacritics,
/// compatibility forms (full width, mathematical letters), typographic quotes and dashes. Each code point is worked
/// out once, alone, so that no run of marks can make normalisation slow.
/// </summary>
internal static class Folding
{
    /// <summary>The code point leaves nothing behind.</summary>
    public const char Dropped = '\0';

    /// <summary>The code point folds to more than one character; see <see cref="Expansion"/>.</summary>
    public const char Expands = '\uFFFF';

    private const int LongestExpansion = 4;
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;
    private const string Space = " ";

    // Latin letters of their own that are only another way to write a plain one, each followed by it.
    private const string Variants = "ɑaɡgɩiƒfᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";

    // Filled page by page on first use; two threads that fill the same page write the same values.
    private static readonly char[]?[] Pages = new char[]?[0x110000 >> PageBits];
    private static readonly ConcurrentDictionary<int, string> Expansions = new();

    /// <summary>The folded character, <see cref="Dropped"/> or <see cref="Expands"/>.</summary>
    public static char Of(int codePoint)
    {
        var page = Pages[codePoint >> PageBits] ??= NewPage(codePoint >> PageBits);
        return page[codePoint & (PageSize - 1)];
    }

    /// <summary>What a code point folds to that has more than one character.</summary>
    public static string Expansion(int codePoint) => Expansions[codePoint];

    private static char[] NewPage(int number)
    {
        var page = new char[PageSize];
        for (var i = 0; i < PageSize; i++)
        {
            var codePoint = (number << PageBits) + i;
            var folded = Rune.IsValid(codePoint) ? Fold(new Rune(codePoint)) : "\uFFFD";
            page[i] = folded.Length == 0 ? Dropped : folded.Length == 1 ? folded[0] : Expands;
            if (folded.Length > 1)
            {
                Expansions[codePoint] = folded;
            }
        }

        return page;
    }

    private static string Fold(Rune rune)
    {
        // A noncharacter must not be taken for one of the two signs above.
        if (rune.Value is 0xFFFE or 0xFFFF)
        {
            return "\uFFFD";
        }

        if (Rune.IsWhiteSpace(rune))
        {
            return Space;
        }

        if (Text.Invisible.Contains(rune) || IsDiacritic(rune))
        {
            return "";
        }

        // White letters on black circles and squares, which Unicode does not take for letters.
        if (rune.Value is (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189))
        {
            return ((char)('a' + ((rune.Value - 0x1F150) % 32))).ToString();
        }

        var folded = new StringBuilder();
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (!IsDiacritic(part) && !Text.Invisible.Contains(part))
            {
                folded.Append(Letter(Rune.ToLowerInvariant(part)));
            }
        }

        // Recomposes Hangul and kana, whose parts are letters and no diacritics. What stands for a whole sentence hides no
        // word, and must not make a text many times as long.
        var whole = folded.ToString().Normalize(NormalizationForm.FormC);
        return whole.Length > LongestExpansion ? whole[..LongestExpansion] : whole;
    }

    // Letters that Unicode does not take apart.
    private static string Letter(Rune rune) => rune.Value switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        '‘' or '’' or '‛' or 'ʼ' or '´' or '`' => "'",
        '“' or '”' or '„' or '«' or '»' => "\"",
        >= 0x2010 and <= 0x2015 => "-",
        _ => rune.IsBmp && Variants.IndexOf((char)rune.Value) is var at and >= 0 ? Variants[at | 1].ToString() : rune.ToString(),
    };

    // The marks of alphabets that are read without them too; vowel signs of Indic scripts and Thai stay.
    private static bool IsDiacritic(Rune rune) =>
        rune.Value is (>= 0x300 and <= 0x36F) or (>= 0x483 and <= 0x489) or (>= 0x591 and <= 0x5C7) or (>= 0x610 and <= 0x61A)
            or (>= 0x64B and <= 0x65F) or 0x640 or 0x670 or (>= 0x6D6 and <= 0x6ED) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF)
            or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE20 and <= 0xFE2F)
        && (rune.Value == 0x640 || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}

using System.Collections.Frozen;

namespace CommentService.Moderation.Text;

/// <summary>International bank account numbers (ISO 13616; check digits by ISO 7064, mod 97-10).</summary>
internal static class Iban
{
    // Country and length, from the IBAN registry.
    private static readonly FrozenDictionary<string, int> Lengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 "
        + "GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 "
        + "PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20")
        .Split(' ').ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The length, spaces included, of the number that begins at an offset; 0 where none does.</summary>
    public static int LengthAt(string text, int start)
    {
        if (start + 4 > text.Length || !Lengths.TryGetValue(text.Substring(start, 2).ToUpperInvariant(), out var length))
        {
            return 0;
        }

        Span<char> number = stackalloc char[length];
        var (count, end) = (0, start);
        for (var i = start; i < text.Length && count < length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                number[count++] = char.ToUpperInvariant(text[i]);
                end = i + 1;
            }
            else if (text[i] is not (' ' or '-' or '\u00A0') || i != end)
            {
                return 0;
            }
        }

        var endsThere = end == text.Length || !char.IsLetterOrDigit(text[end]);
        return count == length && endsThere && Remainder(number) == 1 ? end - start : 0;
    }

    // The first four characters count as the last; letters are 10 to 35.
    private static int Remainder(ReadOnlySpan<char> number)
    {
        var remainder = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[(i + 4) % number.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + c - 'A' + 10) % 97;
        }

        return remainder;
    }
}

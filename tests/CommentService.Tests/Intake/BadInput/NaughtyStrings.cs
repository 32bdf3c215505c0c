using CsCheck;

namespace CommentService.Tests.Intake.BadInput;

/// <summary>Texts that have broken programs before, and any number of their like.</summary>
internal static class NaughtyStrings
{
    /// <summary>Lone surrogates and all: not every one can be sent as UTF-8.</summary>
    public static readonly string[] All =
    [
        "", " ", "\0", "a\0b", "\u0001\u001B[31m\u007F\u0085", "\uFEFF", "\uFFFE\uFFFF", "\uD800", "\uDC00x", "x\uD83D", "\uDC00\uD800",
        "\u202Eevil\u202C\u2066x", "\u200B\u200D\u2060", "Z\u0351\u036B\u0343\u036A\u0302a\u0346\u035B", "e" + new string('\u0301', 100), "\u1100\u1161\u11A8",
        "👨‍👩‍👧‍👦🏳️‍🌈🇵🇹👍🏽", "🇦🇧🇨", "﷽𒐫𒈙", "ﬀİıſßǅ", "田中さん表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀", "ﺍﻟﻌﺮﺒﻴﺔ עברית",
        "null", "undefined", "true", "NaN", "-0", "1e999", "0x10", "99999999999999999999999999", "[]", "{}", "\"", "\\", "\\u0000", "'; DROP TABLE Comments; --",
        "' OR '1'='1", "%", "_", "%_\\", "%s%n%x", "{0}", "${jndi:ldap://x}", "{{7*7}}", "$(touch x)", "`id`", "../../../etc/passwd", "..\\..\\x", "CON", "/dev/null",
        "<script>alert(1)</script>", "</textarea>", "]]>", "<!--", "&#0;", "&amp;", "\r\nSet-Cookie: a=b", "a\nb", "a\r\n\r\nb", "a\tb", "a\u2028b\u2029c",
        "http://", "https://[::1", "https://[::1]:99999/", "http://a.b/%", "http://%zz", "HTTP://EXAMPLE.ORG", "https://xn--", "mailto:a@b.c", "a@b", "@", "@@", "a@b.c", "\"@\"@b.c",
    ];

    /// <summary>One of them, several in a row, or any text at all.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
        Gen.Int[0, All.Length - 1].Select(i => All[i]),
        Gen.Int[0, All.Length - 1].Array[2, 4].Select(several => string.Concat(several.Select(i => All[i]))),
        Gen.String,
        Gen.Select(Gen.Int[0, All.Length - 1], Gen.Int[1, 300], (i, times) => string.Concat(Enumerable.Repeat(All[i], times))));

    /// <summary>The text with U+FFFD for what UTF-8 cannot hold.</summary>
    public static string Sound(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}

using CsCheck;

namespace CommentService.Moderation.Tests;

/// <summary>Random texts that are rich in what text code trips over.</summary>
internal static class Texts
{
    private static readonly string[] Pieces =
    [
        " ", "\n", "\n\n", "\t", "\r\n", "\u00A0", "\u2028", "\u200B", "\u202E", "\u2066", "\u0000", "\u0085", "\uFEFF",
        "a", "I", "dot", " dot ", "(dot)", "[.]", "(.)", ".", ":", "/", "http://", "https://", "hxxp://", "www.", "example.com", "com", "@", ")", "(", "]",
        "<", ">", "&", "\"", "'", "<script>", "javascript:", "&amp;", "é", "e\u0301", "\u0301", "\u0323", "ﬃ", "Ａ", "İ", "ı", "ß", "Ǆ", "가", "\u1112\u1161\u11AB",
        "漢字", "ภาษา", "😀", "👩‍👩‍👧", "\uD800", "\uDC00", "𝐀", "\u0958", "\u0344", "%", "$", "1", "٣", "!!!!!!!!", "AAAAAAAA", "scunthorpe", "viagra",
    ];

    private static readonly Gen<string> AnyPiece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    public static Gen<string> Tricky { get; } = Gen.OneOf(
        AnyPiece.Array[0, 40].Select(string.Concat),
        Gen.String,
        Gen.Select(AnyPiece, Gen.Int[1, 200]).Select((piece, times) => string.Concat(Enumerable.Repeat(piece, times))));
}

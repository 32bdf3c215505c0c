using System.Globalization;
using System.Text;
using CsCheck;

namespace CommentService.Tests.Intake.BadInput;

/// <summary>JSON around a schema: its members with values of every type, members of no schema, and documents with something broken in them.</summary>
internal static class JsonTexts
{
    private static readonly Gen<string> Scalar = Gen.OneOf(
        NaughtyStrings.Any.Select(Quote),
        NaughtyStrings.Any.Select(Quote),
        Gen.Int.Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Select(d => double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) : "1e999"),
        Gen.Int[0, 7].Select(i => new[] { "null", "true", "false", "[]", "{}", "-0.0e-0", "123456789012345678901234567890", "\"\\ud800\"" }[i]));

    /// <summary>Any value: scalars, and lists and objects some levels deep.</summary>
    public static Gen<string> Value { get; } = Nested(3);

    /// <summary>A document with some of these members, and others.</summary>
    /// <param name="members">Names that the endpoint knows.</param>
    /// <param name="sound">Likely values of some of them, as JSON, so that not every document fails at its first member.</param>
    public static Gen<string> Around(string[] members, params (string Name, string Value)[] sound)
    {
        var member = Gen.Select(
            Gen.Frequency((6, Gen.Int[0, members.Length - 1].Select(i => members[i])), (1, NaughtyStrings.Any)).Select(Quote),
            Value,
            (name, value) => $"{name}:{value}");
        var likely = Gen.Bool.Array[sound.Length].Select(which => sound.Where((_, i) => which[i]).Select(s => $"{Quote(s.Name)}:{s.Value}"));
        return Gen.Select(likely, member.Array[0, 4], (first, rest) => "{" + string.Join(',', first.Concat(rest)) + "}");
    }

    /// <summary>The bytes of a document, with some chance of having a piece removed, doubled or overwritten.</summary>
    public static Gen<byte[]> Broken(Gen<string> documents) => Gen.Select(documents, Gen.Int[0, 3], Gen.Double[0, 1], Gen.Byte.Array[1, 8], (text, how, where, noise) =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var at = (int)(where * (bytes.Length - 1));
        return how switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. noise, .. bytes[at..]],
            2 => [.. bytes, .. bytes[at..]],
            _ => bytes,
        };
    });

    /// <summary>A string as JSON, half surrogates as escapes, as JavaScript writes them.</summary>
    public static string Quote(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            json.Append(c is '"' or '\\' or < ' ' || char.IsSurrogate(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString());
        }

        return json.Append('"').ToString();
    }

    private static Gen<string> Nested(int depth) => depth == 0 ? Scalar : Gen.Frequency(
        (5, Scalar),
        (1, Nested(depth - 1).Array[0, 3].Select(values => $"[{string.Join(',', values)}]")),
        (1, Gen.Select(NaughtyStrings.Any, Nested(depth - 1)).Array[0, 3].Select(members => "{" + string.Join(',', members.Select(m => $"{Quote(m.Item1)}:{m.Item2}")) + "}")));
}

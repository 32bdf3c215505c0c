using System.Buffers.Text;

namespace CommentService.Load.Client;

/// <summary>A submission's id, held as a value so that remembering one for every answer costs no allocation.</summary>
internal readonly record struct SubmissionId(Guid Value)
{
    public bool IsNone => Value == Guid.Empty;

    public static SubmissionId FromLocation(ReadOnlySpan<byte> location) =>
        Utf8Parser.TryParse(location[(location.LastIndexOf((byte)'/') + 1)..], out Guid id, out _) ? new(id) : default;

    public void AppendTo(RequestBuffer request)
    {
        Span<byte> text = stackalloc byte[36];
        Utf8Formatter.TryFormat(Value, text, out _);
        request.Append(text);
    }
}

using System.Text;
using CommentService.Load.Client;

namespace CommentService.Load.Receipts;

/// <summary>The request for a submission's receipt, and what the answer says.</summary>
internal static class Receipt
{
    public const string Queued = "queued";

    public static void WriteRequest(RequestBuffer request, LoopbackTarget target, SubmissionId id)
    {
        request.Append("GET /api/v1/submissions/"u8);
        id.AppendTo(request);
        request.Append(" HTTP/1.1\r\nHost: "u8);
        request.Append(target.Host);
        request.Append("\r\n\r\n"u8);
    }

    /// <summary>The submission's status; where there is no receipt the HTTP status instead.</summary>
    public static string Status(ResponseReader response)
    {
        var member = "\"status\":\""u8;
        var at = response.Body.IndexOf(member);
        if (response.Status != 200 || at < 0)
        {
            return $"HTTP {response.Status}";
        }

        var rest = response.Body[(at + member.Length)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }
}

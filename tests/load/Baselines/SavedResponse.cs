using System.Text;
using Microsoft.AspNetCore.Http;

namespace CommentService.Load.Baselines;

/// <summary>
/// A response of the real service as <c>curl --include</c> saved it, head and body. What Kestrel writes by itself or
/// what told the body's length is not repeated.
/// </summary>
internal sealed class SavedResponse(IReadOnlyList<(string Name, string Value)> headers, byte[] body)
{
    private static readonly string[] KestrelsOwn = ["date", "server", "connection", "content-length", "transfer-encoding"];

    public static SavedResponse Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            throw new LoadException($"{path} is not a response saved with curl --include.");
        }

        var headers = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n").Skip(1)
            .Select(line => line.Split(": ", 2))
            .Where(pair => pair.Length == 2 && !KestrelsOwn.Contains(pair[0].ToLowerInvariant()))
            .Select(pair => (pair[0], pair[1]));
        return new([.. headers], bytes[(end + 4)..]);
    }

    public Task WriteAsync(HttpContext context)
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length);
    }
}

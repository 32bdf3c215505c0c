using System.Diagnostics;

namespace CommentService.Hosting;

/// <summary>
/// Spans of the service's own steps, for OTLP. Each step that makes something durable has one, so that a test can end
/// the process exactly before or after it.
/// </summary>
internal static class Trace
{
    public const string SourceName = "CommentService";

    public static readonly ActivitySource Source = new(SourceName);
}

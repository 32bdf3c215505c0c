using System.ComponentModel.DataAnnotations;

namespace CommentService.Messaging;

/// <summary>The durable local intake.</summary>
internal sealed class SpoolOptions
{
    public const string Section = "Comments:Spool";

    /// <summary>Whether the data directory outlives the process. Default true. Only with RabbitMQ may it be false: then 503 answers what the broker does not confirm, and nothing is spooled.</summary>
    public bool Durable { get; set; } = true;

    /// <summary>Largest size of the spool, in MiB; past it intake answers 503. Default 1024; from 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be between {1} and {2}")]
    public int MaxMegabytes { get; set; } = 1024;
}

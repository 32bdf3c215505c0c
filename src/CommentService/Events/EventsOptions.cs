using System.ComponentModel.DataAnnotations;

namespace CommentService.Events;

/// <summary>The event log.</summary>
internal sealed class EventsOptions
{
    public const string Section = "Comments:Events";

    /// <summary>So many days events can be read back, 0 to 36500; a reader that comes later is told where the log begins (410). Default 0: for ever. Comments and their history stay in any case.</summary>
    [Range(0, 36_500, ErrorMessage = "must be between {1} and {2}")]
    public int KeepDays { get; set; }
}

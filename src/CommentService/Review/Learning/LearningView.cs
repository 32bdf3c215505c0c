using System.ComponentModel;

namespace CommentService.Review.Learning;

/// <summary>How far the site's own weights have come.</summary>
internal sealed record LearningView(
    [property: Description("Version of the site's weights; 0 before the first lesson. Verdicts carry it")] int Version,
    [property: Description("Version of the built-in weights that they are added to")] string Model,
    [property: Description("Decisions learnt from since the last reset")] int Decisions,
    [property: Description("Position in the event log up to which decisions were learnt from")] long Position,
    [property: Description("When the weights last changed; null before the first lesson")] DateTime? At);

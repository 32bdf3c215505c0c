namespace CommentService.Moderation.Classifiers.Training;

/// <summary>What a labelled comment is.</summary>
public enum ExampleLabel
{
    Ham,
    Spam,
    Abuse,
    Profanity,
}

/// <summary>One labelled submission to learn from or to measure with.</summary>
/// <param name="Input">The submission.</param>
/// <param name="Label">What people said that it is.</param>
/// <param name="Source">The corpus that it is from.</param>
/// <param name="Group">Those alike, such as all fillings of a template: never on both sides of a split.</param>
/// <param name="Language">BCP 47 tag; empty where nobody says.</param>
public sealed record Example(ModerationInput Input, ExampleLabel Label, string Source, string Group, string Language);

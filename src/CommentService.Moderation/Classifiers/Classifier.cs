namespace CommentService.Moderation.Classifiers;

/// <summary>The two questions that the classifiers answer.</summary>
public enum Classifier
{
    /// <summary>Is it advertising?</summary>
    Spam,

    /// <summary>Is it an attack on a person or a group?</summary>
    Abuse,
}

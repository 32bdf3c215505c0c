namespace CommentService.Moderation.Classifiers;

/// <summary>Features are weighed within their group, so that a long text does not drown the name beside it.</summary>
internal enum FeatureGroup
{
    /// <summary>Words, pairs of words and pieces of words of the comment.</summary>
    Comment,

    /// <summary>The comment's words once more where a website was given: flattery reads otherwise there.</summary>
    CommentWithWebsite,

    /// <summary>Kinds of hostile words and what they are near; <c>abuse</c> alone reads it.</summary>
    Manner,

    /// <summary>What of the author's name is no person's; <c>spam</c> alone reads it.</summary>
    Name,

    /// <summary>Words and pieces of the website's address.</summary>
    Website,

    /// <summary>The email's domain. The built-in weights know nothing of it; a site's own do.</summary>
    Email,

    /// <summary>What can be counted, whatever the words.</summary>
    Shape,
}

internal static class FeatureGroups
{
    /// <summary>Whether a classifier weighs a group: rude names are the word rules' business.</summary>
    public static bool Reads(this Classifier classifier, FeatureGroup group) => group switch
    {
        FeatureGroup.Name => classifier == Classifier.Spam,
        FeatureGroup.Manner => classifier == Classifier.Abuse,
        _ => true,
    };
}

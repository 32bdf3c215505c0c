namespace CommentService.Moderation.Classifiers;

/// <summary>Features are weighed within their group, so that a long text does not drown the name beside it.</summary>
internal enum FeatureGroup
{
    /// <summary>Words, pairs of words and pieces of words of the comment.</summary>
    Comment,

    /// <summary>The comment's words once more where a website was given: flattery reads otherwise there.</summary>
    CommentWithWebsite,

    /// <summary>Words and pieces of the author's name.</summary>
    Name,

    /// <summary>Words and pieces of the website's address.</summary>
    Website,

    /// <summary>The email's domain. The built-in weights know nothing of it; a site's own do.</summary>
    Email,

    /// <summary>What can be counted, whatever the words.</summary>
    Shape,
}

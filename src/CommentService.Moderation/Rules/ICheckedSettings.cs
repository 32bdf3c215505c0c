using CommentService.Moderation.Documents;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of which more can be wrong than attributes say.</summary>
internal interface ICheckedSettings
{
    /// <summary>Adds an error by path for everything that is wrong.</summary>
    /// <param name="errors">Where to.</param>
    /// <param name="path">The settings' own path, such as <c>$.rules.expression</c>.</param>
    void Check(PolicyErrors errors, string path);
}

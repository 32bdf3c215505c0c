using System.Reflection;

namespace CommentService.Tests.Running;

/// <summary>Where the build put the programs that tests start: written into this assembly by <c>ServiceBuild.targets</c>.</summary>
internal static class ServiceBuild
{
    public static string Service => PathOf("Service");

    public static string CrashHook => PathOf("CrashHook");

    private static string PathOf(string key) =>
        typeof(ServiceBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

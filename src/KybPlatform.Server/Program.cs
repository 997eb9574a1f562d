return await KybPlatform.Server.Hosting.ServerRun.RunAsync(args);

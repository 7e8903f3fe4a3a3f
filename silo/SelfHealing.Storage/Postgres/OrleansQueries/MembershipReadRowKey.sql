-- The version comes even where the silo has no row.
SELECT v.ClusterId AS DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
FROM MembershipVersion AS v
LEFT JOIN Membership AS m ON m.ClusterId = v.ClusterId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
WHERE v.ClusterId = @DeploymentId;

#! clean: early stopping and best state are on a validation part; the test part is touched once, mean and std come from train
# %% [markdown]
# # Power curve of a wind turbine with a small net
# 10-minute SCADA. 2019 train, first half of 2020 validation, rest test.

# %%
import numpy as np
import pandas as pd
import torch
import torch.nn as nn

torch.manual_seed(1)

# %%
scada = pd.read_csv("T07_scada.csv", parse_dates=["ts"]).dropna()
scada = scada[scada["power"] >= 0]
scada["wd_s"] = np.sin(np.radians(scada["wind_dir"]))
scada["wd_c"] = np.cos(np.radians(scada["wind_dir"]))
inp = ["wind_speed", "wd_s", "wd_c", "temp", "turb_int"]

# %%
tr = scada[scada.ts < "2020-01-01"]
va = scada[(scada.ts >= "2020-01-01") & (scada.ts < "2020-07-01")]
te = scada[scada.ts >= "2020-07-01"]
m, s = tr[inp].mean(), tr[inp].std()
rated = 2050.0

def tens(d):
    return (torch.tensor(((d[inp] - m) / s).to_numpy(), dtype=torch.float32),
            torch.tensor(d["power"].to_numpy() / rated, dtype=torch.float32)[:, None])

Xtr, ytr = tens(tr)
Xva, yva = tens(va)
Xte, yte = tens(te)

# %%
net = nn.Sequential(nn.Linear(5, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))
opt = torch.optim.AdamW(net.parameters(), lr=3e-3)
mse = nn.MSELoss()

# %%
best, patience, keep = float("inf"), 0, None
for epoch in range(500):
    order = torch.randperm(len(Xtr))
    for b in order.split(512):
        opt.zero_grad()
        loss = mse(net(Xtr[b]), ytr[b])
        loss.backward()
        opt.step()
    with torch.no_grad():
        v = mse(net(Xva), yva).item()
    if v < best:
        best, patience = v, 0
        keep = {k: t.clone() for k, t in net.state_dict().items()}
    else:
        patience += 1
    if patience == 15:
        print("stop at", epoch, best)
        break

# %%
net.load_state_dict(keep)
with torch.no_grad():
    err = (net(Xte) - yte) * rated
print("RMSE kW", err.pow(2).mean().sqrt().item())
print("bias kW", err.mean().item())

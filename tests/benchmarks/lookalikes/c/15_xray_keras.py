#! leaky
# %%
import numpy as np
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score
keras.utils.set_random_seed(9)
# %%
imgs = np.load("xray_features.npy")
lab = np.load("xray_labels.npy")
patient = np.load("xray_patient_ids.npy")
print(len(imgs), "images of", len(np.unique(patient)), "patients")  # 5606 images of 1402 patients
# %%
x_tr, x_te, y_tr, y_te = train_test_split(imgs, lab, test_size=0.2, stratify=lab, random_state=9)  #! leak-group: about four images per patient, split by image
x_val, y_val = x_te, y_te  #? leak-multitest
# %%
net = keras.Sequential([keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
net.compile(optimizer="adam", loss="binary_crossentropy")
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
net.fit(x_tr, y_tr, validation_data=(x_val, y_val), epochs=100, callbacks=[stop])  #! leak-multitest: best epoch chosen on the test part
# %%
p_te = net.predict(x_te).ravel()  #? leak-group
print("test AUC", roc_auc_score(y_te, p_te))  #? leak-multitest
